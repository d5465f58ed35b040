namespace Faultline;

/// <summary>Refuses evidence whose parts do not fit together, before a check stumbles over it.</summary>
static class EvidenceConsistency
{
    /// <exception cref="InputException">There is no row, a role names a column that is not there, or a part has another number of rows.</exception>
    public static void Verify(Evidence evidence)
    {
        var data = evidence.Data;
        if (data.RowCount == 0)
        {
            throw new InputException($"'{data.Name}' has no rows; an audit needs at least one.");
        }

        var roles = evidence.Roles;
        string?[] named = [roles.Label, roles.Id, roles.Time, roles.Split, .. roles.Features, .. roles.Groups, .. roles.Text, .. roles.Probabilities, .. roles.Embedding, .. roles.Ignored];
        if (named.FirstOrDefault(name => name is not null && data.Find(name) is null) is { } missing)
        {
            throw new InputException($"The roles name a column '{missing}', which '{data.Name}' does not have.");
        }

        if (roles.Label is { } label && roles.Features.Contains(label))
        {
            throw new InputException($"The label '{label}' is among the features; a model would only copy it. Take it out of the features.");
        }

        ThrowIfRowsDiffer(data, evidence.Classes?.RowCount, "labels of the class predictions");
        ThrowIfRowsDiffer(data, evidence.Values?.Labels.Length, "labels of the predicted values");
        ThrowIfRowsDiffer(data, evidence.Values?.Values.Length, "predicted values");
        ThrowIfRowsDiffer(data, evidence.Embedding?.RowCount, "vectors of the embedding");
        ThrowIfRowsDiffer(data, evidence.Images?.Count, "images");
        if (evidence.Classes is { } classes)
        {
            VerifyClasses(classes);
        }
    }

    static void VerifyClasses(ClassPredictions classes)
    {
        if (classes.Classes.Count == 0 || classes.Probabilities.LongLength != (long)classes.RowCount * classes.Classes.Count)
        {
            throw new InputException($"There are {classes.Probabilities.LongLength:N0} probabilities for {classes.RowCount:N0} rows and {classes.Classes.Count:N0} classes; one for each row and class was expected.");
        }

        var row = Array.FindIndex(classes.Labels, label => label < -1 || label >= classes.Classes.Count);
        if (row >= 0)
        {
            throw new InputException($"The label of row {row} has the class code {classes.Labels[row]}; expected 0 to {classes.Classes.Count - 1}, or -1 where it is missing.");
        }
    }

    static void ThrowIfRowsDiffer(Table data, int? rows, string what)
    {
        if (rows is { } count && count != data.RowCount)
        {
            throw new InputException($"There are {count:N0} {what}, but '{data.Name}' has {data.RowCount:N0} rows; one a row was expected.");
        }
    }
}
