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

    /// <summary>The value of a leaf before the learning rate: −T(G)/(H + λ₂).</summary>
    public double LeafValue(Vector128<long> sum)
    {
        double hessian = (LeafStatistics.Hessian(sum) * hessianStep) + options.L2;
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
        double parent = Score(total, options.L2);
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

    void Scan(ReadOnlySpan<Vector128<long>> bins, int cuts, Vector128<long> left, Vector128<long> total, double parent, ref SplitCandidate best, ref int bestBin)
    {
        int totalCount = LeafStatistics.Count(total);
        int minRows = options.MinLeafRows;
        ref Vector128<long> first = ref MemoryMarshal.GetReference(bins);
        for (int bin = 0; bin < cuts; bin++)
        {
            Vector128<long> sum = System.Runtime.CompilerServices.Unsafe.Add(ref first, bin);
            if (sum.GetElement(1) == 0)
            {
                continue;
            }

            left += sum;
            int count = LeafStatistics.Count(left);
            if (count < minRows)
            {
                continue;
            }

            if (totalCount - count < minRows)
            {
                break;
            }

            double gain = Gain(left, total - left, options.L2) - parent;
            if (gain > best.Gain)
            {
                best.Gain = gain;
                best.Left = left;
                bestBin = bin;
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
        double l2 = options.L2 + (used > FewLevels ? options.CategoryL2 : 0);
        double parent = Score(total, options.L2);
        Vector128<long> left = Vector128<long>.Zero;
        int bestCut = -1;
        for (int cut = 0; cut < used - 1; cut++)
        {
            left += bins[levels[cut]];
            Vector128<long> right = total - left;
            if (LeafStatistics.Count(left) < options.MinLeafRows || LeafStatistics.Count(right) < options.MinLeafRows)
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
        if (leftHessian < options.MinLeafHessian || rightHessian < options.MinLeafHessian)
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

    double Shrink(double gradient) => options.L1 == 0
        ? gradient
        : Math.CopySign(Math.Max(0, Math.Abs(gradient) - options.L1), gradient);
}
