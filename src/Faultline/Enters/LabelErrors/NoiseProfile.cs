using System.Numerics.Tensors;

namespace Faultline;

/// <summary>The profile likelihood of the noise: for each share the best likelihood over the forms of overlap that were tried, and the form that gives it.</summary>
sealed class NoiseProfile
{
    // The search over forms is a grid, refined by halves around every form that is best for some share.
    const int Refinements = 4;
    const int MeetingsOfManyClasses = 5;

    readonly IReadOnlyList<CertaintyGroup> _groups;
    readonly int _classes;
    readonly double[] _shares;
    readonly double[] _disagreeing;
    readonly double[] _agreeing;
    // Rates of disagreement for every share, a row of groups each, so that one call takes all the logarithms.
    readonly double[] _rates;
    readonly double[] _logs;
    readonly double[] _fits;
    readonly HashSet<OverlapForm> _tried = [];

    public NoiseProfile(IReadOnlyList<CertaintyGroup> groups, int classes, double[] shares)
    {
        (_groups, _classes, _shares) = (groups, classes, shares);
        _disagreeing = [.. groups.Select(g => (double)g.Disagreeing)];
        _agreeing = [.. groups.Select(g => (double)(g.Rows - g.Disagreeing))];
        _rates = new double[groups.Count * shares.Length];
        _logs = new double[groups.Count * shares.Length];
        _fits = new double[shares.Length];
        Forms = new OverlapForm[shares.Length];
        LogLikelihoods = new double[shares.Length];
        Array.Fill(LogLikelihoods, double.NegativeInfinity);
    }

    public double[] LogLikelihoods { get; }

    public OverlapForm[] Forms { get; }

    /// <summary>The log likelihood of groups that are each their own rate.</summary>
    public static double Saturated(IReadOnlyList<CertaintyGroup> groups) => groups.Sum(group =>
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
            foreach (OverlapForm form in Forms.Distinct().ToArray())
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

        double[] odds = [.. _groups.Select(group => untried[0].OddsAt(group.Rank))];
        foreach (OverlapForm form in untried)
        {
            double[] overlap = [.. odds.Select(x => OverlapForm.Of(x, form.Meeting))];
            Fit(overlap);
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
    void Fit(ReadOnlySpan<double> overlap)
    {
        int groups = overlap.Length;
        for (int share = 0; share < _shares.Length; share++)
        {
            double noise = Math.Max(_shares[share], 1e-9);
            double rest = 1 - (_shares[share] * _classes / (_classes - 1));
            Span<double> rates = _rates.AsSpan(share * groups, groups);
            for (int group = 0; group < rates.Length; group++)
            {
                rates[group] = noise + (overlap[group] * rest);
            }
        }

        TensorPrimitives.Log<double>(_rates, _logs);
        TensorPrimitives.Subtract<double>(1, _rates, _rates);
        for (int share = 0; share < _shares.Length; share++)
        {
            _fits[share] = TensorPrimitives.Dot<double>(_disagreeing, _logs.AsSpan(share * groups, groups));
        }

        TensorPrimitives.Log<double>(_rates, _logs);
        for (int share = 0; share < _shares.Length; share++)
        {
            _fits[share] += TensorPrimitives.Dot<double>(_agreeing, _logs.AsSpan(share * groups, groups));
        }
    }

    static double XLogY(double x, double y) => x > 0 ? x * Math.Log(y) : 0;
}
