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
    readonly double[] _rate;
    readonly double[] _log;
    readonly HashSet<OverlapForm> _tried = [];

    public NoiseProfile(IReadOnlyList<CertaintyGroup> groups, int classes, double[] shares)
    {
        (_groups, _classes, _shares) = (groups, classes, shares);
        _disagreeing = [.. groups.Select(g => (double)g.Disagreeing)];
        _agreeing = [.. groups.Select(g => (double)(g.Rows - g.Disagreeing))];
        _rate = new double[groups.Count];
        _log = new double[groups.Count];
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
    public void Search(double[] means, double[] extras, CancellationToken cancellation)
    {
        double[] meetings = _classes == 2 ? [0] : [.. Enumerable.Range(0, MeetingsOfManyClasses).Select(i => Math.Log(_classes - 1) * i / (MeetingsOfManyClasses - 1))];
        foreach (double mean in means)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (double extra in extras)
            {
                Try(mean, Math.Sqrt(2 * mean) + extra, meetings);
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
            for (int share = 0; share < _shares.Length; share++)
            {
                double fit = LogLikelihood(overlap, _shares[share]);
                if (fit > LogLikelihoods[share])
                {
                    LogLikelihoods[share] = fit;
                    Forms[share] = form;
                }
            }
        }
    }

    double LogLikelihood(double[] overlap, double share)
    {
        TensorPrimitives.Multiply<double>(overlap, 1 - (share * _classes / (_classes - 1)), _rate);
        TensorPrimitives.Add<double>(_rate, Math.Max(share, 1e-9), _rate);
        TensorPrimitives.Log<double>(_rate, _log);
        double fit = TensorPrimitives.Dot<double>(_disagreeing, _log);
        TensorPrimitives.Subtract<double>(1, _rate, _rate);
        TensorPrimitives.Log<double>(_rate, _log);
        return fit + TensorPrimitives.Dot<double>(_agreeing, _log);
    }

    static double XLogY(double x, double y) => x > 0 ? x * Math.Log(y) : 0;
}
