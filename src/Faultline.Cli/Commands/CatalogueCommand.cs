using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Faultline.Cli;

/// <summary><c>faultline catalogue [--json|--markdown]</c>.</summary>
static class CatalogueCommand
{
    public static Command Build()
    {
        var json = new Option<bool>("--json") { Description = "As JSON.", Arity = ArgumentArity.Zero };
        var markdown = new Option<bool>("--markdown") { Description = "As a Markdown table.", Arity = ArgumentArity.Zero };
        var command = new Command("catalogue", "List every check.") { json, markdown };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json) && parsed.GetValue(markdown))
            {
                throw new InputException("--json and --markdown exclude each other; give one.");
            }

            Console.Out.Write(parsed.GetValue(json) ? Json() : parsed.GetValue(markdown) ? Markdown() : Text(Streams.Width));
        });
        return command;
    }

    static string Markdown()
    {
        var table = new StringBuilder("| id | check | stage | question | needs |\n|---|---|---|---|---|\n");
        foreach (var info in Catalogue.All.Select(entry => entry.Info))
        {
            table.Append($"| {info.Id} | [{info.Name}](docs/checks/{info.Name}.md) | {info.Stage} | {info.Question.Replace("|", "\\|", StringComparison.Ordinal)} | {Needs(info)} |\n");
        }

        return table.ToString();
    }

    static string Text(int width)
    {
        const int NameColumn = 7;
        const int QuestionColumn = 28;
        var list = new StringBuilder();
        foreach (var stage in Catalogue.All.GroupBy(entry => entry.Info.Stage))
        {
            list.Append(list.Length > 0 ? "\n" : string.Empty).Append(stage.Key).Append('\n');
            foreach (var info in stage.Select(entry => entry.Info))
            {
                var lines = TextWrap.Lines($"{info.Question} Needs {Needs(info)}.", width - QuestionColumn);
                list.Append("  ").Append(info.Id.PadRight(NameColumn - 2)).Append(' ').Append(info.Name.PadRight(QuestionColumn - NameColumn - 2)).Append(' ')
                    .AppendJoin("\n" + new string(' ', QuestionColumn), lines).Append('\n');
            }
        }

        return list.ToString();
    }

    static string Json()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartArray();
            foreach (var entry in Catalogue.All)
            {
                Write(writer, entry);
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    static void Write(Utf8JsonWriter writer, CatalogueEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteString("id", entry.Info.Id);
        writer.WriteString("name", entry.Info.Name);
        writer.WriteString("stage", Lower(entry.Info.Stage));
        writer.WriteString("question", entry.Info.Question);
        writer.WriteString("maturity", Lower(entry.Info.Maturity));
        writer.WriteStartArray("needs");
        foreach (var need in entry.Info.Needs.Names())
        {
            writer.WriteStringValue(need);
        }

        writer.WriteEndArray();
        writer.WriteString("memory", entry.Info.Memory);
        writer.WriteStartArray("options");
        foreach (var option in entry.Options)
        {
            writer.WriteStartObject();
            writer.WriteString("name", option.Name);
            writer.WriteString("meaning", option.Meaning);
            writer.WriteString("default", option.Default);
            writer.WriteString("range", option.Range);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("sources");
        foreach (var source in entry.Info.Sources)
        {
            writer.WriteStartObject();
            writer.WriteString("title", source.Title);
            writer.WriteNumber("year", source.Year);
            writer.WriteString("reference", source.Reference);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static string Needs(CheckInfo info) => info.Needs.Names() is { Count: > 0 } words ? string.Join(", ", words) : "the table alone";

    static string Lower<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();
}
