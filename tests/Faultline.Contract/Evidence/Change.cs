namespace Faultline.Contract;

/// <summary>Changes of evidence that change nothing of what is wrong with it.</summary>
static class Change
{
    /// <summary>The same rows in another order, in the table and everything that goes with its rows.</summary>
    public static Faultline.Evidence Order(Faultline.Evidence evidence)
    {
        var order = SeededRandom.For(11, "order").Permutation(evidence.Data.RowCount);
        var classes = evidence.Classes;
        var values = evidence.Values;
        return evidence with
        {
            Data = evidence.Data.Take(order),
            Embedding = (VectorColumn?)evidence.Embedding?.Take(order),
            Images = evidence.Images?.Take(order),
            Classes = classes is null ? null : classes with { Labels = [.. order.Select(row => classes.Labels[row])], Probabilities = [.. order.SelectMany(row => classes.Row(row).ToArray())] },
            Values = values is null ? null : values with { Labels = [.. order.Select(row => values.Labels[row])], Values = [.. order.Select(row => values.Values[row])] },
            Reference = evidence.Reference is { } reference ? reference.Take(SeededRandom.For(12, "order").Permutation(reference.RowCount)) : null,
            Train = evidence.Train is { } train ? train.Take(SeededRandom.For(13, "order").Permutation(train.RowCount)) : null,
        };
    }

    /// <summary>The same tables with every column renamed, consistently.</summary>
    public static Faultline.Evidence Names(Faultline.Evidence evidence)
    {
        static string To(string name) => "w" + string.Concat(name.Reverse()) + "q";
        static Table Rename(Table table) => Table.FromColumns(table.Name, [.. table.Columns.Select(column => column.Rename(To(column.Name)))]);
        static string[] All(IReadOnlyList<string> names) => [.. names.Select(To)];
        var roles = evidence.Roles;
        return evidence with
        {
            Data = Rename(evidence.Data),
            Reference = evidence.Reference is { } reference ? Rename(reference) : null,
            Train = evidence.Train is { } train ? Rename(train) : null,
            Roles = new Roles
            {
                Label = roles.Label is { } label ? To(label) : null,
                Id = roles.Id is { } id ? To(id) : null,
                Features = All(roles.Features),
                Groups = All(roles.Groups),
            },
        };
    }

    /// <summary>The same tables with every text but the id's replaced by another one, one to one, also in class names.</summary>
    public static Faultline.Evidence Texts(Faultline.Evidence evidence)
    {
        // Equal lengths and an order of their own: nothing but which texts are equal is kept.
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        string To(string text) => codes.TryGetValue(text, out var code) ? code : codes[text] = $"{(char)('a' + (codes.Count * 7 % 26))}v{(char)('a' + (codes.Count * 11 % 26))}{(char)('a' + (codes.Count / 26 % 26))}w";
        Table Recode(Table table) => Table.FromColumns(table.Name, [.. table.Columns.Select(column => column is TextColumn texts && column.Name != evidence.Roles.Id
            ? TextColumn.From(column.Name, Enumerable.Range(0, texts.RowCount).Select(row => texts.Text(row) is { } text ? To(text) : null))
            : column)]);
        var data = Recode(evidence.Data);
        return evidence with
        {
            Data = data,
            Reference = evidence.Reference is { } reference ? Recode(reference) : null,
            Train = evidence.Train is { } train ? Recode(train) : null,
            Classes = evidence.Classes is { } classes ? Classes(classes, ClassLabels.Of(data[evidence.Roles.Label!]), To) : null,
        };
    }

    static ClassPredictions Classes(ClassPredictions before, ClassLabels labels, Func<string, string> to)
    {
        var from = labels.Classes.Select(name => before.Classes.Index().First(pair => to(pair.Item) == name).Index).ToArray();
        return before with
        {
            Classes = labels.Classes,
            Labels = labels.Codes,
            Probabilities = [.. Enumerable.Range(0, before.RowCount).SelectMany(row => from.Select(code => before.Row(row)[code]))],
        };
    }
}
