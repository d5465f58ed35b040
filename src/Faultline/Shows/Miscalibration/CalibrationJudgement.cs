using System.Globalization;

namespace Faultline;

/// <summary>Everything <see cref="Miscalibration"/> knows when it decides and writes.</summary>
sealed class CalibrationJudgement(ClassPredictions predictions, ExpectedCalibrationError error, ExpectedCalibrationError top, double temperature, double least)
{
    public ClassPredictions Predictions { get; } = predictions;

    public ExpectedCalibrationError Error { get; } = error;

    public double Temperature { get; } = temperature;

    public double Least { get; } = least;

    public bool IsFound => Error.Interval.Low >= Math.Max(Least, 1e-12);

    /// <summary>Mean probability of the most probable class less the share of rows where it is right.</summary>
    public double Overconfidence { get; } = top.Bins.Sum(bin => bin.Sum - bin.Events) / top.Bins.Sum(bin => bin.Rows);

    /// <summary>The bin that adds most to the error.</summary>
    public CalibrationBin Worst => Error.Bins.MaxBy(bin => bin.Rows * bin.Gap * bin.Gap)!;

    public string Cause()
    {
        string accuracy = string.Create(CultureInfo.InvariantCulture, $"{PlainNumber.Of(100 * Math.Abs(Overconfidence))}");
        if (Predictions.IsOutOfFold)
        {
            string how = Overconfidence >= 0.01 ? $"The most probable class is right {accuracy} points less often than its probability says."
                : Overconfidence <= -0.01 ? $"The most probable class is right {accuracy} points more often than its probability says."
                : "The most probable class is right as often as its probability says, but some probabilities are too high and others too low.";
            return how + " These are probabilities of models that the audit fitted on other rows of this table; recalibrating them, where it helped on rows not used for it, left this much. Of your model they say nothing.";
        }

        return Overconfidence >= 0.01 ? $"Over-confident: the most probable class is right {accuracy} points less often than its probability says, as after training too long or without calibration."
            : Overconfidence <= -0.01 ? $"Under-confident: the most probable class is right {accuracy} points more often than its probability says, as after averaging models or strong regularisation."
            : "Confidence is right on average, but some probabilities are too high and others too low, as when classes were as frequent in training as they are not here.";
    }

    public string Repair() =>
        Predictions.IsOutOfFold ? "Nothing in the data need be mended; read the checks that lean on these probabilities with this error in mind."
        : Math.Abs(Overconfidence) >= 0.01 ? $"Recalibrate on rows that were not trained on: dividing the {(Predictions.Classes.Count == 2 ? "log odds" : "logarithms of the probabilities")} by {Temperature.ToString("0.##", CultureInfo.InvariantCulture)} (temperature){(Predictions.Classes.Count == 2 ? string.Empty : " and normalising again")} goes most of the way."
        : "Recalibrate on rows that were not trained on, class by class (isotonic regression), or adjust for the class frequencies here.";

    /// <summary>Rows of the worst bin where what was promised least came.</summary>
    public IEnumerable<ExampleRow> Examples(CheckContext context)
    {
        if (context.Roles.Label is not { } label)
        {
            yield break;
        }

        int shown = 0;
        int two = Predictions.Classes.Count == 2 ? 1 : -1;
        double low = Error.Bins.TakeWhile(bin => bin != Worst).Select(bin => bin.Predicted).LastOrDefault(double.NegativeInfinity);
        double high = Error.Bins.SkipWhile(bin => bin != Worst).Skip(1).Select(bin => bin.Predicted).FirstOrDefault(double.PositiveInfinity);
        for (int row = 0; row < Predictions.RowCount && shown < 3; row++)
        {
            if (!Predictions.IsMeasured(row))
            {
                continue;
            }

            ReadOnlySpan<double> probabilities = Predictions.Row(row);
            CertaintyCurve.Certainty(probabilities, out int most);
            int outcome = two >= 0 ? two : most;
            double said = probabilities[outcome];
            bool came = Predictions.Labels[row] == outcome;
            if (came == Worst.Gap < 0 && Math.Abs(said - Worst.Predicted) < Math.Min(Worst.Predicted - low, high - Worst.Predicted))
            {
                shown++;
                yield return context.Example(row, [(label, null)], string.Create(CultureInfo.InvariantCulture, $"p('{Predictions.Classes[outcome]}') = {said:0.###}, and it was '{Predictions.Classes[Predictions.Labels[row]]}'"));
            }
        }
    }
}
