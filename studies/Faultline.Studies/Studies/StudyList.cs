namespace Faultline.Studies;

/// <summary>Every study, in the order of the report.</summary>
static class StudyList
{
    /// <summary>With the heading under which the results stand.</summary>
    public static IReadOnlyList<(IStudy Study, string Heading)> All { get; } =
    [
        (new CleanStudy(), "False alarms: clean tables"),
        (new StrangeStudy(), "False alarms: strange tables"),
        (new FlipStudy(exact: true), "FL101 LabelErrors: flipped labels, exact probabilities"),
        (new FlipStudy(exact: false), "FL101 LabelErrors: flipped labels, own predictions"),
        (new PredictorStudy(), "FL101 LabelErrors: predictions that are not exact"),
        (new ValueStudy(), "FL102 ValueErrors: values replaced, exchanged, in another unit"),
        (new CopyStudy(), "FL103 Duplicates: copies with edited cells"),
        (new LargeCopyStudy(), "FL103 Duplicates: copies in large tables"),
        (new OutlierStudy(), "FL104 Outliers: rows far off"),
        (new OrderStudy(), "FL105 OrderDependence: rows in an order that matters"),
        (new DependencyStudy(), "FL106 BrokenDependencies: cells that break a dependency"),
        (new HygieneStudy(), "FL107 ColumnHygiene: cells overwritten"),
        (new LeakStudy(), "FL108 TargetLeakage: a column gives the label away"),
        (new ImbalanceStudy(), "FL109 ClassImbalance: accuracy against the truth"),
        (new TextStudy(), "FL103, FL111, FL306: texts"),
        (new SliceStudy(), "FL301 WeakSlices: a slice of two columns"),
        (new GroupStudy(), "FL303 UnequalErrorRates: groups"),
        (new AmplificationStudy(), "FL304 BiasAmplification: groups drawn apart"),
        (new CalibrationStudy(), "FL302 Miscalibration: temperature"),
        (new DriftStudy(), "FL401 Drift: columns moved"),
        (new RepairStudy(), "Repair: what its proof shows"),
        (new GainStudy(), "Order of repair: what is expected, and what is brought"),
        (new PermutedStudy(), "Learner: labels permuted"),
    ];
}
