using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Faultline;

/// <summary>
/// Finds the split of one feature with the largest gain Σ T(G)²/(H + λ₂) over the children less that of the parent,
/// T(s) = sgn(s)·max(0, |s| − λ₁). Equal gains: the lower bin, and missing values to the right.
/// </summary>
sealed class SplitFinder(GradientBoostingOptions options, double gradientStep, double hessianStep)
{
    // Above this many levels a split by sorted levels can fit noise, so its gain is judged with the extra penalty.
    const int FewLevels = 4;

    readonly int _minRows = options.MinLeafRows;
    readonly double _minHessian = options.MinLeafHessian;
    readonly double _l1 = options.L1;
    readonly double _l2 = options.L2;

    /// <summary>The value of a leaf before the learning rate: −T(G)/(H + λ₂).</summary>
    public double LeafValue(Vector128<long> sum)
    {
        double hessian = (LeafStatistics.Hessian(sum) * hessianStep) + _l2;
        double gradient = Shrink(LeafStatistics.Gradient(sum) * gradientStep);
        return hessian > 0 ? -gradient / hessian : 0;
    }

    /// <summary>The best split of a feature.</summary>
    /// <param name="feature">Feature number, put into the answer.</param>
    /// <param name="kind">What the feature is.</param>
    /// <param name="bins">Histogram of the feature in this leaf; the last entry is missing.</param>
    /// <param name="total">Sum over the leaf.</param>
    public SplitCandidate Find(int feature, BinnedFeature kind, ReadOnlySpan<Vector128<long>> bins, Vector128<long> total)
    {
        SplitCandidate best = SplitCandidate.None;
        best.Feature = feature;
        if (kind.IsCategorical)
        {
            FindCategorical(bins, total, ref best);
        }
        else
        {
            FindNumeric(bins, total, ref best);
        }

        return best;
    }

    void FindNumeric(ReadOnlySpan<Vector128<long>> bins, Vector128<long> total, ref SplitCandidate best)
    {
        int present = bins.Length - 1;
        Vector128<long> missing = bins[present];
        bool anyMissing = LeafStatistics.Count(missing) > 0;
        double parent = Score(total, _l2);
        int bestBin = -1;
        bool bestMissingLeft = false;
        // With missing rows the last cut, all present against all missing, is a split too.
        Scan(bins[..present], anyMissing ? present : present - 1, Vector128<long>.Zero, total, parent, ref best, ref bestBin);
        if (anyMissing)
        {
            int before = bestBin;
            bestBin = -1;
            Scan(bins[..present], present - 1, missing, total, parent, ref best, ref bestBin);
            bestMissingLeft = bestBin >= 0;
            bestBin = bestMissingLeft ? bestBin : before;
        }
        else if (bestBin >= 0)
        {
            // No row says where missing values belong: they follow the larger child.
            bestMissingLeft = LeafStatistics.Count(best.Left) * 2L > LeafStatistics.Count(total);
        }

        if (bestBin >= 0)
        {
            best.GoesLeft = BinSet.UpTo(bestBin);
            if (bestMissingLeft)
            {
                best.GoesLeft.Add(present);
            }
        }
    }

    void Scan(ReadOnlySpan<Vector128<long>> bins, int cuts, Vector128<long> before, Vector128<long> total, double parent, ref SplitCandidate best, ref int bestBin)
    {
        const long countMask = LeafStatistics.MaxRows;
        ReadOnlySpan<long> sums = MemoryMarshal.Cast<Vector128<long>, long>(bins)[..(2 * cuts)];
        long gradient = before.GetElement(0);
        long weight = before.GetElement(1);
        long totalGradient = total.GetElement(0);
        long totalWeight = total.GetElement(1);
        long most = (totalWeight & countMask) - _minRows;
        double bestScore = best.Gain + parent;
        for (int at = 0; at + 1 < sums.Length; at += 2)
        {
            if (sums[at + 1] == 0)
            {
                continue;
            }

            gradient += sums[at];
            weight += sums[at + 1];
            long count = weight & countMask;
            if (count < _minRows)
            {
                continue;
            }

            if (count > most)
            {
                break;
            }

            double leftHessian = (weight >> LeafStatistics.CountBits) * hessianStep;
            double rightHessian = ((totalWeight - weight) >> LeafStatistics.CountBits) * hessianStep;
            double left = gradient * gradientStep;
            double right = (totalGradient - gradient) * gradientStep;
            if (_l1 != 0)
            {
                left = Shrink(left);
                right = Shrink(right);
            }

            double a = leftHessian + _l2;
            double b = rightHessian + _l2;
            // One division instead of two.
            double score = ((left * left * b) + (right * right * a)) / (a * b);
            if (score > bestScore && leftHessian >= _minHessian && rightHessian >= _minHessian)
            {
                bestScore = score;
                best.Gain = score - parent;
                best.Left = Vector128.Create(gradient, weight);
                bestBin = at >> 1;
            }
        }
    }

    void FindCategorical(ReadOnlySpan<Vector128<long>> bins, Vector128<long> total, ref SplitCandidate best)
    {
        Span<double> keys = stackalloc double[bins.Length];
        Span<int> levels = stackalloc int[bins.Length];
        int used = 0;
        for (int bin = 0; bin < bins.Length; bin++)
        {
            if (LeafStatistics.Count(bins[bin]) > 0)
            {
                double gradient = LeafStatistics.Gradient(bins[bin]) * gradientStep;
                double hessian = LeafStatistics.Hessian(bins[bin]) * hessianStep;
                keys[used] = gradient / (hessian + options.CategorySmoothing + 1e-12);
                levels[used++] = bin;
            }
        }

        if (used < 2)
        {
            return;
        }

        keys = keys[..used];
        levels = levels[..used];
        keys.Sort(levels);
        double l2 = _l2 + (used > FewLevels ? options.CategoryL2 : 0);
        double parent = Score(total, _l2);
        Vector128<long> left = Vector128<long>.Zero;
        int bestCut = -1;
        for (int cut = 0; cut < used - 1; cut++)
        {
            left += bins[levels[cut]];
            Vector128<long> right = total - left;
            if (LeafStatistics.Count(left) < _minRows || LeafStatistics.Count(right) < _minRows)
            {
                continue;
            }

            double gain = Gain(left, right, l2) - parent;
            if (gain > best.Gain)
            {
                best.Gain = gain;
                best.Left = left;
                bestCut = cut;
            }
        }

        AddLevels(ref best, bins, levels, bestCut, total);
    }

    /// <summary>Levels this leaf has not seen, missing among them, follow the larger child.</summary>
    static void AddLevels(ref SplitCandidate best, ReadOnlySpan<Vector128<long>> bins, ReadOnlySpan<int> levels, int bestCut, Vector128<long> total)
    {
        if (bestCut < 0)
        {
            return;
        }

        for (int i = 0; i <= bestCut; i++)
        {
            best.GoesLeft.Add(levels[i]);
        }

        if (LeafStatistics.Count(best.Left) * 2L > LeafStatistics.Count(total))
        {
            for (int bin = 0; bin < bins.Length; bin++)
            {
                if (LeafStatistics.Count(bins[bin]) == 0)
                {
                    best.GoesLeft.Add(bin);
                }
            }
        }
    }

    double Gain(Vector128<long> left, Vector128<long> right, double l2)
    {
        double leftHessian = LeafStatistics.Hessian(left) * hessianStep;
        double rightHessian = LeafStatistics.Hessian(right) * hessianStep;
        if (leftHessian < _minHessian || rightHessian < _minHessian)
        {
            return double.NegativeInfinity;
        }

        double leftGradient = Shrink(LeafStatistics.Gradient(left) * gradientStep);
        double rightGradient = Shrink(LeafStatistics.Gradient(right) * gradientStep);
        return (leftGradient * leftGradient / (leftHessian + l2)) + (rightGradient * rightGradient / (rightHessian + l2));
    }

    double Score(Vector128<long> sum, double l2)
    {
        double gradient = Shrink(LeafStatistics.Gradient(sum) * gradientStep);
        double hessian = (LeafStatistics.Hessian(sum) * hessianStep) + l2;
        return hessian > 0 ? gradient * gradient / hessian : 0;
    }

    double Shrink(double gradient) => _l1 == 0
        ? gradient
        : Math.CopySign(Math.Max(0, Math.Abs(gradient) - _l1), gradient);
}
