using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Faultline.Reporting;

/// <summary>A repair's proof as JSON and as a page.</summary>
/// <param name="proof">What was measured.</param>
/// <param name="changes">The changes made.</param>
/// <param name="evidence">The table before.</param>
/// <param name="options">What was mended, and how.</param>
public sealed class ProofReport(ProofResult proof, IReadOnlyList<RepairChange> changes, Evidence evidence, RepairOptions options)
{
    const int ShownChanges = 50;

    static readonly JsonWriterOptions s_writing = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Name of the file that was written.</summary>
    public string To { get; init; } = string.Empty;

    /// <summary>The fixes asked for, with their names.</summary>
    public IReadOnlyList<(RepairKind Kind, string Name)> Kinds { get; init; } = [];

    /// <summary><c>faultline/proof/1</c>; figures that were not measured are null.</summary>
    public string Json()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, s_writing))
        {
            json.WriteStartObject();
            json.WriteString("schema", "faultline/proof/1");
            json.WriteString("tool", $"faultline {ToolVersion.Current}");
            json.WriteString("metric", proof.Metric);
            Number(json, "before", proof.Before);
            Number(json, "after", proof.After);
            Number(json, "placebo", proof.Placebo);
            Difference(json, "difference", proof.Difference);
            Difference(json, "overPlacebo", proof.OverPlacebo);
            json.WriteBoolean("gain", proof.Gain);
            json.WriteString("reason", proof.Reason);
            json.WriteStartArray("beside");
            foreach (var other in proof.Beside)
            {
                json.WriteStartObject();
                json.WriteString("metric", other.Metric);
                Number(json, "before", other.Before);
                Number(json, "after", other.After);
                Number(json, "placebo", other.Placebo);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("level", ProofResult.Level);
            json.WriteNumber("splits", proof.Splits);
            json.WriteNumber("rows", proof.Rows);
            json.WriteNumber("seed", options.Audit.Seed);
            json.WriteStartArray("fixes");
            foreach (var (kind, name) in Kinds)
            {
                json.WriteStartObject();
                json.WriteString("fix", name);
                json.WriteNumber("cells", changes.Count(change => change.Kind == kind && !change.IsRow));
                json.WriteNumber("rowsTakenOut", changes.Count(change => change.Kind == kind && change.IsRow));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Number(json, "changesASplit", proof.Metric is null ? null : proof.ChangesASplit);
            json.WriteStartArray("notes");
            foreach (var note in proof.Notes)
            {
                json.WriteStringValue(note);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>One page without script or outside requests.</summary>
    public string Html()
    {
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<title>Repair of {Text(evidence.Data.Name)}</title>\n<style>{ReportAssets.Style}\ntable {{ border-collapse: collapse; margin-block: 1rem; }} td, th {{ text-align: left; padding: .25rem 1.25rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }} caption {{ text-align: left; color: var(--soft); font-size: var(--small); }}</style>\n</head>\n<body>\n<main>\n");
        page.Append(CultureInfo.InvariantCulture, $"<header><p class=\"eyebrow\"><span class=\"brand\">Faultline</span><span>Repair of {Text(evidence.Data.Name)}: {Text(string.Join(", ", Kinds.Select(kind => kind.Name)))}</span></p>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Text(changes.Count == 0 ? "Nothing was found to mend." : RepairSummary.Verdict(proof))}</h1></header>\n");
        Scores(page);
        page.Append("<h2>How it was measured</h2>\n");
        page.Append(proof.Metric is null
            ? $"<p>{Text("Nothing was measured: " + proof.Reason)}.</p>\n"
            : $"<p class=\"wide\">{Text($"{proof.Splits} splits of {NumberText.Count(proof.Rows)} labelled rows. On the training rows of each the repair was learned and models of the rows before, after and after as many changes at random were fitted; all three are scored on the same held-out rows with their original labels. {Meaning} Intervals are of 95 %, with the correction of Nadeau and Bengio for splits that share training rows. A gain is shown only where both intervals lie above 0.")}</p>\n");
        foreach (var note in proof.Notes)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"small\">{Text(note)}</p>\n");
        }

        List(page);
        page.Append(CultureInfo.InvariantCulture, $"</main>\n<footer><p>faultline {Text(ToolVersion.Current)}, seed {options.Audit.Seed}. Every change: {Text(To)}.changes.csv</p></footer>\n</body>\n</html>\n");
        return page.ToString();
    }

    void Scores(StringBuilder page)
    {
        if (proof.Difference is not { } difference || proof.OverPlacebo is not { } over)
        {
            return;
        }

        page.Append(CultureInfo.InvariantCulture, $"<table><caption>Means over the splits; higher is better</caption><thead><tr><th scope=\"col\">on held-out rows</th><th scope=\"col\">before</th><th scope=\"col\">after</th><th scope=\"col\">placebo</th><th scope=\"col\">after − before</th><th scope=\"col\">after − placebo</th></tr></thead>\n");
        string[] cells = [NumberText.Value(proof.Before!.Value), NumberText.Value(proof.After!.Value), NumberText.Value(proof.Placebo!.Value), RepairSummary.Signed(difference), RepairSummary.Signed(over)];
        page.Append(CultureInfo.InvariantCulture, $"<tbody><tr><th scope=\"row\">{Text(proof.Metric!)}</th>").AppendJoin(string.Empty, cells.Select(cell => $"<td>{Text(cell)}</td>")).Append("</tr>\n");
        foreach (var other in proof.Beside)
        {
            string[] beside = [NumberText.Value(other.Before), NumberText.Value(other.After), NumberText.Value(other.Placebo), "not judged", "not judged"];
            page.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Text(other.Metric)}</th>").AppendJoin(string.Empty, beside.Select(cell => $"<td>{Text(cell)}</td>")).Append("</tr>\n");
        }

        page.Append("</tbody></table>\n");
    }

    // What the score says, for a reader who knows shares and nothing of Brier.
    string Meaning => proof.Beside.Count == 0
        ? $"{proof.Metric}: the share of the label's variance on held-out rows that the model explains; 1 is perfect, 0 as good as no features."
        : $"{proof.Metric}: how much of what could be known of the held-out labels the model knows; 1 is perfect, 0 as good as no features. "
            + "Each model's probabilities are first drawn towards the classes' shares by the one factor that suits the held-out rows best, because held-out labels are as wrong as the others were: without it a model that doubts every label would beat one that knows the classes. "
            + "What a repair does to how sure the model is shows in the Brier skill without shrinkage, and accuracy is the share of held-out labels predicted right.";

    void List(StringBuilder page)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(NumberText.Plural(changes.Count, "change"))}</h2>\n");
        if (changes.Count == 0)
        {
            return;
        }

        bool hasIds = evidence.Roles.Id is not null;
        page.Append("<table><thead><tr>").AppendJoin(string.Empty, new[] { "row", "id", "column", "before", "after", "check", "reason" }.Where(name => name != "id" || hasIds).Select(name => $"<th scope=\"col\">{name}</th>")).Append("</tr></thead><tbody>\n");
        foreach (var change in changes.Take(ShownChanges))
        {
            string[] cells = [change.Row.ToString(CultureInfo.InvariantCulture), .. hasIds ? [evidence.Id(change.Row)] : Array.Empty<string>(), change.IsRow ? "(whole row)" : change.Column, change.IsRow ? string.Empty : change.Before ?? "missing", change.IsRow ? "taken out" : change.After ?? "missing", change.Check, change.Reason];
            page.Append("<tr>").AppendJoin(string.Empty, cells.Select(cell => $"<td><bdi>{Text(CellText.Cut(cell))}</bdi></td>")).Append("</tr>\n");
        }

        page.Append("</tbody></table>\n");
        if (changes.Count > ShownChanges)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"small\">The first {ShownChanges} of {Text(NumberText.Count(changes.Count))}; {Text(To)}.changes.csv has all.</p>\n");
        }
    }

    static string Text(string text) => HtmlText.Escape(text);

    static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    static void Difference(Utf8JsonWriter json, string name, ProofDifference? difference)
    {
        if (difference is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        Number(json, "value", difference.Value);
        Number(json, "low", difference.Low);
        Number(json, "high", difference.High);
        json.WriteEndObject();
    }
}
