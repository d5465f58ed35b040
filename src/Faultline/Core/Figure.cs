using System.Text.Json.Serialization;

namespace Faultline;

/// <summary>A picture as data, never as a drawing: the report draws it and puts its table behind it.</summary>
/// <param name="Title">What the figure shows, a sentence without full stop.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(BarFigure), "bars")]
[JsonDerivedType(typeof(HistogramFigure), "histogram")]
[JsonDerivedType(typeof(LineFigure), "lines")]
[JsonDerivedType(typeof(MatrixFigure), "matrix")]
[JsonDerivedType(typeof(TableFigure), "table")]
public abstract record Figure(string Title);

/// <summary>One bar.</summary>
/// <param name="Label">What the bar stands for.</param>
/// <param name="Value">Its length.</param>
/// <param name="Low">Lower end of its interval, or null.</param>
/// <param name="High">Upper end of its interval, or null.</param>
/// <param name="Marked">True for the bar that the finding is about.</param>
public sealed record Bar(string Label, double Value, double? Low = null, double? High = null, bool Marked = false);

/// <summary>Bars beside each other, longest first unless the order means something.</summary>
/// <param name="Title">What the figure shows.</param>
/// <param name="Unit">Unit of the values, as <c>rows</c> or <c>share of rows</c>.</param>
/// <param name="Bars">The bars.</param>
public sealed record BarFigure(string Title, string Unit, IReadOnlyList<Bar> Bars) : Figure(Title);

/// <summary>Counts of one series over shared bins.</summary>
/// <param name="Name">Name of the series.</param>
/// <param name="Counts">One count (or share) a bin.</param>
public sealed record HistogramSeries(string Name, IReadOnlyList<double> Counts);

/// <summary>A histogram of one or more series over shared bins.</summary>
/// <param name="Title">What the figure shows.</param>
/// <param name="Axis">What the bins measure, with unit.</param>
/// <param name="Edges">Bin edges, one more than bins; empty when <paramref name="Labels"/> name the bins.</param>
/// <param name="Labels">Bin names for categories; empty when <paramref name="Edges"/> are given.</param>
/// <param name="Series">The series.</param>
/// <param name="Markers">Places on the axis to mark, as the value the finding is about.</param>
public sealed record HistogramFigure(
    string Title,
    string Axis,
    IReadOnlyList<double> Edges,
    IReadOnlyList<string> Labels,
    IReadOnlyList<HistogramSeries> Series,
    IReadOnlyList<double>? Markers = null) : Figure(Title);

/// <summary>One point of a line.</summary>
/// <param name="X">Horizontal place.</param>
/// <param name="Y">Vertical place.</param>
/// <param name="Low">Lower end of the interval of <paramref name="Y"/>, or null.</param>
/// <param name="High">Upper end of the interval of <paramref name="Y"/>, or null.</param>
public sealed record LinePoint(double X, double Y, double? Low = null, double? High = null);

/// <summary>A named line.</summary>
/// <param name="Name">Name of the line.</param>
/// <param name="Points">Its points, in order of X.</param>
public sealed record LineSeries(string Name, IReadOnlyList<LinePoint> Points);

/// <summary>Lines over a shared horizontal axis; with <paramref name="Diagonal"/> the line y = x is drawn as what should be.</summary>
/// <param name="Title">What the figure shows.</param>
/// <param name="XAxis">Name and unit of the horizontal axis.</param>
/// <param name="YAxis">Name and unit of the vertical axis.</param>
/// <param name="Series">The lines.</param>
/// <param name="Diagonal">True to draw y = x.</param>
public sealed record LineFigure(string Title, string XAxis, string YAxis, IReadOnlyList<LineSeries> Series, bool Diagonal = false) : Figure(Title);

/// <summary>Counts in a table of rows and columns, as a confusion matrix.</summary>
/// <param name="Title">What the figure shows.</param>
/// <param name="RowAxis">What the rows are.</param>
/// <param name="ColumnAxis">What the columns are.</param>
/// <param name="RowLabels">One label a row.</param>
/// <param name="ColumnLabels">One label a column.</param>
/// <param name="Values">Values, one list a row.</param>
public sealed record MatrixFigure(
    string Title,
    string RowAxis,
    string ColumnAxis,
    IReadOnlyList<string> RowLabels,
    IReadOnlyList<string> ColumnLabels,
    IReadOnlyList<IReadOnlyList<double>> Values) : Figure(Title);

/// <summary>A column of a table of numbers.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">Unit of its numbers, as <c>share of rows</c>.</param>
public sealed record FigureColumn(string Name, string Unit);

/// <summary>One number of a table.</summary>
/// <param name="Value">The number, or null where it is not measured.</param>
/// <param name="Low">Lower end of its interval, or null.</param>
/// <param name="High">Upper end of its interval, or null.</param>
/// <param name="Rows">How many rows it is of, or null.</param>
/// <param name="Marked">True for what the finding is about.</param>
public sealed record FigureCell(double? Value, double? Low = null, double? High = null, long? Rows = null, bool Marked = false);

/// <summary>A row of a table of numbers.</summary>
/// <param name="Label">What the row stands for.</param>
/// <param name="Cells">One a column.</param>
public sealed record FigureRow(string Label, IReadOnlyList<FigureCell> Cells);

/// <summary>Numbers with their intervals, things by measures.</summary>
/// <param name="Title">What the table shows.</param>
/// <param name="RowAxis">What the rows are.</param>
/// <param name="Columns">What is measured.</param>
/// <param name="Rows">The rows.</param>
public sealed record TableFigure(string Title, string RowAxis, IReadOnlyList<FigureColumn> Columns, IReadOnlyList<FigureRow> Rows) : Figure(Title);
