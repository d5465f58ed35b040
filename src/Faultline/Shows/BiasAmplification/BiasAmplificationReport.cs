namespace Faultline;

/// <summary>What <see cref="BiasAmplification"/> says: one finding an attribute and direction, naming the clearest class.</summary>
sealed class BiasAmplificationReport
{
    const double Level = 0.95;
    const int MostRows = 40;

    const string ToClassName = "attribute to class";
    const string ToAttributeName = "class to attribute";

    readonly CheckContext _context;
    readonly GroupPartition[] _partitions;
    readonly double _least;
    readonly double _level;
    readonly (AmplifiedLink Link, bool IsToClass)[] _links;
    readonly double[] _q;

    public BiasAmplificationReport(CheckContext context, GroupPartition[] partitions, IReadOnlyList<AmplifiedLink> toClass, IReadOnlyList<AmplifiedLink> toAttribute, double least)
    {
        (_context, _partitions, _least) = (context, partitions, least);
        _links = [.. toClass.Select(link => (link, true)), .. toAttribute.Select(link => (link, false))];
        _level = 1 - ((1 - Level) / _links.Length);
        _q = BenjaminiHochberg.Adjust([.. _links.Select(link => link.Link.Amplification.P)]);
    }

    public double P => Math.Min(1, _links.Min(link => IsFault(link.Link) ? Math.Max(link.Link.Amplification.P, link.Link.Apart.P) : 1) * _links.Length);

    public IEnumerable<Finding> Findings()
    {
        foreach (var told in _links.Index().Where(link => IsAmplified(link.Item.Link)).GroupBy(link => (link.Item.Link.Attribute, link.Item.IsToClass)))
        {
            var worst = told.OrderByDescending(link => IsFault(link.Item.Link)).ThenByDescending(link => link.Item.Link.Amplification.IntervalAt(_level).Low).ThenBy(link => link.Index).First();
            yield return Write(worst.Item.Link, worst.Item.IsToClass, _q[worst.Index], told.Count() - 1);
        }
    }

    public BiasAmplificationDetails Details()
    {
        BiasLink[] links =
        [
            .. _links.Index().OrderByDescending(link => link.Item.Link.Amplification.IntervalAt(_level).Low).ThenBy(link => link.Index).Take(CheckDetails.ListLimit).Select(link =>
            {
                AmplifiedLink of = link.Item.Link;
                Interval interval = of.Amplification.IntervalAt(Level);
                return new BiasLink(Attribute(of), Class(of), link.Item.IsToClass ? ToClassName : ToAttributeName, of.Amplification.Value, interval.Low, interval.High, of.Apart.Value, of.OfProbabilities, of.Amplification.P, _q[link.Index], [.. of.Groups.Select(group => Group(of, group))]);
            }),
        ];
        return new BiasAmplificationDetails(_links.Length, links);
    }

    bool IsAmplified(AmplifiedLink link) => link.Amplification.Value > 0 && link.Amplification.IntervalAt(_level).Low >= _least && link.Apart.IntervalAt(_level).Low >= _least;

    bool IsFault(AmplifiedLink link) => !link.IsHonest(_least, _level);

    string Attribute(AmplifiedLink link) => _partitions[link.Attribute].By[0];

    string Class(AmplifiedLink link) => _context.Classes!.Classes[link.Class];

    BiasLinkGroup Group(AmplifiedLink link, LinkGroup group) => new(
        _partitions[link.Attribute].Names[group.Group], group.Rows, group.Given, group.Predicted, group.Given + group.Surplus?.Value, group.Predicted - group.Given, group.Change.Low, group.Change.High, group.Sign > 0);

    Finding Write(AmplifiedLink link, bool isToClass, double q, int more)
    {
        Interval interval = link.Amplification.IntervalAt(_level);
        LinkGroup worst = link.Groups.MaxBy(group => (group.Amplified, -group.Group));
        string where = _partitions[link.Attribute].Names[worst.Group];
        string points = $"{Points(link.Amplification.Value)} points ({Points(interval.Low)}–{Points(interval.High)})";
        bool isFault = IsFault(link);
        bool ours = _context.Classes!.IsOutOfFold;
        return new Finding
        {
            Key = (isToClass ? "to-class:" : "to-attribute:") + (isFault ? "amplified" : "chosen"),
            Title = isToClass
                ? $"Predictions move the groups of {Attribute(link)} further apart in '{Class(link)}' than labels do, by {points} a group: where {where} it is {PlainNumber.Percent(worst.Given)} of labels and {PlainNumber.Percent(worst.Predicted)} of predictions"
                : $"Predicted groups of {Attribute(link)} follow '{Class(link)}' more closely than given ones, by {points} a group: among its rows {where} in {PlainNumber.Percent(worst.Given)}, and predicted in {PlainNumber.Percent(worst.Predicted)}",
            Severity = !isFault ? Severity.Info : interval.Low >= 0.1 && !ours ? Severity.High : interval.Low >= 0.05 ? Severity.Medium : Severity.Low,
            Measure = new Measure("bias amplification, " + (isToClass ? ToClassName : ToAttributeName), link.Amplification.Value, interval.Low, interval.High, Level, "difference of shares"),
            P = q,
            Columns = [Attribute(link)],
            Cause = Cause(link, isToClass, isFault, ours) + (more > 0 ? $" {more} other {(more == 1 ? "class is" : "classes are")} amplified too." : string.Empty),
            Repair = isFault
                ? "Look at which features stand in for the groups, and at the labels of the group named; then meet the labels' shares by thresholds, or by calibration within groups, where that is lawful and wanted."
                : "Nothing in the rows is wrong. Where shares matter, add up the probabilities instead of counting the class chosen, or choose another threshold.",
            Figures = [Bars(link, isToClass), Table(link, isToClass)],
        };
    }

    string Cause(AmplifiedLink link, bool isToClass, bool isFault, bool ours)
    {
        string who = ours ? "A model learned from this table" : "The model";
        string linked = string.Join(", ", link.Groups.Where(group => group.Sign > 0).Take(3).Select(group => _partitions[link.Attribute].Names[group.Group]));
        return !isToClass ? $"Whatever predicted {Attribute(link)} leans on the class, or on what goes with it, more than the table does."
            : isFault ? $"{who} leans on {Attribute(link)}, or on what goes with it, more than the labels do: '{Class(link)}' belongs to {linked} more often as it is, and more so in predictions. Its probabilities do not add up to the labels in every group either."
            : $"'{Class(link)}' belongs to {linked} more often as it is, and where classes overlap the more probable one is chosen every time. The probabilities themselves add up to the labels' share in every group.";
    }

    BarFigure Bars(AmplifiedLink link, bool isToClass) => new(
        isToClass ? $"Share of '{Class(link)}' in each group, by labels and by predictions" : $"Share of each group among the rows of '{Class(link)}', given and predicted",
        "share of rows",
        [.. link.Groups.OrderByDescending(group => group.Amplified).Take(20).SelectMany(group => new[]
        {
            new Bar($"{_partitions[link.Attribute].Names[group.Group]}: {(isToClass ? "labels" : "given")}", group.Given),
            new Bar($"{_partitions[link.Attribute].Names[group.Group]}: predictions", group.Predicted, Math.Clamp(group.Given + group.Change.Low, 0, 1), Math.Clamp(group.Given + group.Change.High, 0, 1), Marked: group.Amplified > 0),
        })]);

    TableFigure Table(AmplifiedLink link, bool isToClass)
    {
        bool hasProbabilities = link.Groups.All(group => group.Surplus is not null);
        return new TableFigure(
            isToClass ? $"'{Class(link)}' in each group, with 95 % intervals of each change by itself" : $"Groups among the rows of '{Class(link)}', with 95 % intervals of each change by itself",
            Attribute(link),
            [
                new FigureColumn(isToClass ? "labels" : "given", "share of rows"),
                new FigureColumn("predictions", "share of rows"),
                new FigureColumn("change", "difference of shares"),
                .. hasProbabilities ? [new FigureColumn("probabilities, added up", "share of rows")] : Array.Empty<FigureColumn>(),
            ],
            [
                .. link.Groups.OrderByDescending(group => group.Amplified).Take(MostRows).Select(group => new FigureRow(
                    _partitions[link.Attribute].Names[group.Group],
                    [
                        new FigureCell(group.Given, Rows: group.Rows),
                        new FigureCell(group.Predicted),
                        new FigureCell(group.Predicted - group.Given, group.Change.Low, group.Change.High, Marked: group.Amplified > 0),
                        .. hasProbabilities ? [new FigureCell(group.Given + group.Surplus!.Value.Value)] : Array.Empty<FigureCell>(),
                    ])),
            ]);
    }

    static string Points(double value) => PlainNumber.Of(100 * value);
}
