using System.Numerics;
using System.Runtime.CompilerServices;

namespace Faultline;

/// <summary>The profile likelihood of the noise: for each share the best likelihood over the forms of overlap that were tried, and the form that gives it.</summary>
sealed class NoiseProfile
{
    // The search over forms is a grid, refined by halves around every form that is best for some share; not for shares that are out of the question (p < 10⁻⁷).
    const int Refinements = 4;
    const double FarDeviance = 30;
    const int MeetingsOfManyClasses = 5;

    readonly IReadOnlyList<CertaintyGroup> _groups;
    readonly int _classes;
    readonly double[] _shares;
    readonly double[] _disagreeing;
    readonly double[] _agreeing;
    readonly double[] _overlap;
    readonly double[][] _points;
    readonly double[] _fits;
    readonly HashSet<OverlapForm> _tried = [];

    public NoiseProfile(IReadOnlyList<CertaintyGroup> groups, int classes, double[] shares)
    {
        (_groups, _classes, _shares) = (groups, classes, shares);
        _disagreeing = Padded(groups, g => g.Disagreeing);
        _agreeing = Padded(groups, g => g.Rows - g.Disagreeing);
        _overlap = new double[_agreeing.Length];
        Array.Fill(_overlap, 0.5);
        _points = [.. groups.Select(group => OverlapForm.Points(group.From, group.To))];
        _fits = new double[shares.Length];
        Forms = new OverlapForm[shares.Length];
        LogLikelihoods = new double[shares.Length];
        Array.Fill(LogLikelihoods, double.NegativeInfinity);
    }

    public double[] LogLikelihoods { get; }

    public OverlapForm[] Forms { get; }

    /// <summary>How much wider than by chance the groups scatter about the best fit, at least 1.</summary>
    public double Dispersion => Math.Max(1, 2 * (Saturated() - LogLikelihoods.Max()) / Math.Max(1, _groups.Count - 4));

    // The log likelihood of groups that are each their own rate.
    double Saturated() => _groups.Sum(group =>
        XLogY(group.Disagreeing, (double)group.Disagreeing / group.Rows) + XLogY(group.Rows - group.Disagreeing, (double)(group.Rows - group.Disagreeing) / group.Rows));

    /// <summary>Tries the grid of means and of deviations above √(2 · mean), then between its points.</summary>
    public void Search(double[] means, double[] extras, int threads, CancellationToken cancellation)
    {
        double[] meetings = _classes == 2 ? [0] : [.. Enumerable.Range(0, MeetingsOfManyClasses).Select(i => Math.Log(_classes - 1) * i / (MeetingsOfManyClasses - 1))];
        NoiseProfile[] parts = new NoiseProfile[means.Length];
        Parallel.For(0, parts.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation }, part =>
        {
            parts[part] = new NoiseProfile(_groups, _classes, _shares);
            foreach (double extra in extras)
            {
                parts[part].Try(means[part], Math.Sqrt(2 * means[part]) + extra, meetings);
            }
        });
        foreach (NoiseProfile part in parts)
        {
            _tried.UnionWith(part._tried);
            for (int share = 0; share < _shares.Length; share++)
            {
                Keep(share, part.LogLikelihoods[share], part.Forms[share]);
            }
        }

        double step = 1;
        for (int refinement = 0; refinement < Refinements; refinement++, step /= 2)
        {
            cancellation.ThrowIfCancellationRequested();
            double worth = LogLikelihoods.Max() - (FarDeviance * Dispersion / 2);
            foreach (OverlapForm form in Forms.Where((_, share) => LogLikelihoods[share] >= worth).Distinct().ToArray())
            {
                double byMean = (0.1 + (0.2 * form.Mean)) * step;
                double byDeviation = 0.12 * form.Deviation * step;
                Try(form.Mean - byMean, form.Deviation, [form.Meeting]);
                Try(form.Mean + byMean, form.Deviation, [form.Meeting]);
                Try(form.Mean, form.Deviation - byDeviation, [form.Meeting]);
                Try(form.Mean, form.Deviation + byDeviation, [form.Meeting]);
                if (meetings.Length > 1)
                {
                    double byMeeting = meetings[1] * step / 2;
                    Try(form.Mean, form.Deviation, [Math.Max(0, form.Meeting - byMeeting), Math.Min(meetings[^1], form.Meeting + byMeeting)]);
                }
            }
        }
    }

    void Try(double mean, double deviation, double[] meetings)
    {
        mean = Math.Max(0, mean);
        deviation = Math.Max(deviation, Math.Max(0.1, Math.Sqrt(2 * mean)));
        OverlapForm[] untried = [.. meetings.Select(meeting => new OverlapForm(mean, deviation, meeting)).Where(_tried.Add)];
        if (untried.Length == 0)
        {
            return;
        }

        // Points stand in order, so that the odds of one are near those of the next.
        double[][] odds = [.. _points.Select(points => new double[points.Length])];
        double last = double.NaN;
        for (int group = 0; group < odds.Length; group++)
        {
            for (int point = 0; point < odds[group].Length; point++)
            {
                last = double.IsNaN(last) ? untried[0].OddsAt(_points[group][point]) : untried[0].OddsAt(_points[group][point], last);
                odds[group][point] = last;
            }
        }

        foreach (OverlapForm form in untried)
        {
            for (int group = 0; group < odds.Length; group++)
            {
                double sum = 0;
                foreach (double at in odds[group])
                {
                    sum += OverlapForm.Of(at, form.Meeting);
                }

                _overlap[group] = sum / odds[group].Length;
            }

            Fit();
            for (int share = 0; share < _shares.Length; share++)
            {
                Keep(share, _fits[share], form);
            }
        }
    }

    void Keep(int share, double fit, OverlapForm form)
    {
        if (fit > LogLikelihoods[share])
        {
            LogLikelihoods[share] = fit;
            Forms[share] = form;
        }
    }

    // The log likelihood of one form with every share.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Fit()
    {
        for (int share = 0; share < _shares.Length; share++)
        {
            Vector<double> noise = new(Math.Max(_shares[share], 1e-9));
            Vector<double> rest = new(1 - (_shares[share] * _classes / (_classes - 1)));
            Vector<double> sum = Vector<double>.Zero;
            for (int group = 0; group < _overlap.Length; group += Vector<double>.Count)
            {
                Vector<double> rate = noise + (new Vector<double>(_overlap, group) * rest);
                sum += (new Vector<double>(_disagreeing, group) * VectorLog.Of(rate)) + (new Vector<double>(_agreeing, group) * VectorLog.Of(Vector<double>.One - rate));
            }

            _fits[share] = Vector.Sum(sum);
        }
    }

    // Whole vectors: rows that are not there weigh nothing.
    static double[] Padded(IReadOnlyList<CertaintyGroup> groups, Func<CertaintyGroup, double> count)
    {
        double[] counts = new double[(groups.Count + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count];
        for (int group = 0; group < groups.Count; group++)
        {
            counts[group] = count(groups[group]);
        }

        return counts;
    }

    static double XLogY(double x, double y) => x > 0 ? x * Math.Log(y) : 0;
}
