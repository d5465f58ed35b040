using Faultline.DuckDb;

namespace Faultline.Cli;

/// <summary>What one run of <c>faultline repair</c> was asked to do, checked as far as that goes without the data.</summary>
sealed record RepairRequest
{
    /// <summary>DATA, its roles and how it is read.</summary>
    public required AuditRequest Audit { get; init; }

    public required RepairOptions Options { get; init; }

    public required string To { get; init; }

    public string? Review { get; init; }

    public bool Proof { get; init; }

    public bool Overwrite { get; init; }

    /// <summary>The ending of the file to write, in small letters.</summary>
    public string Ending => Path.GetExtension(To).ToLowerInvariant();

    /// <summary>The name of the column of weights, where there is one.</summary>
    public string? WeightColumn => Options.Labels == LabelRepair.Weigh ? Options.WeightColumn : null;

    /// <exception cref="InputException">A value can not be used.</exception>
    public static RepairRequest From(GivenSettings given)
    {
        if (given.Many(AuditSettings.Data).Count == 0)
        {
            throw new InputException("no DATA given; expected one or more files, as 'faultline repair data.csv --fix labels --label y --to better.csv'.");
        }

        var fixes = given.Items(RepairSettings.Fix).Select(FixNames.Parse).Distinct().ToArray();
        if (fixes.Length == 0)
        {
            throw new InputException($"nothing to mend was named; give --fix with one or more of {string.Join(", ", FixNames.Names)}.");
        }

        if (given.Many(AuditSettings.Data).Contains("-", StringComparer.Ordinal))
        {
            throw new InputException("standard input can not be repaired, since DATA is read twice; save it to a file.");
        }

        var audit = AuditRequest.From(given);
        var labels = Enum.Parse<LabelRepair>(AuditRequest.Word(given, RepairSettings.Labels) ?? "relabel", ignoreCase: true);
        if (given.Has(RepairSettings.Labels) && !fixes.Contains(RepairKind.Labels) && !fixes.Contains(RepairKind.Values))
        {
            throw new InputException("--labels says what becomes of wrong labels, but --fix does not name labels or values. Add one, or leave --labels out.");
        }

        if (given.Has(RepairSettings.WeightColumn) && labels != LabelRepair.Weigh)
        {
            throw new InputException("--weight-column goes with --labels weigh only.");
        }

        return new RepairRequest
        {
            Audit = audit,
            To = Checked(AuditRequest.Named(given, RepairSettings.To)),
            Review = AuditRequest.Named(given, RepairSettings.Review),
            Proof = AuditRequest.Word(given, RepairSettings.Proof) != "no",
            Overwrite = given.Has(RepairSettings.Overwrite),
            Options = new RepairOptions
            {
                Fixes = fixes,
                Labels = labels,
                WeightColumn = AuditRequest.Named(given, RepairSettings.WeightColumn) ?? "weight",
                Audit = audit.Options,
            },
        };
    }

    static string Checked(string? to)
    {
        var endings = string.Join(" or ", TableWriter.Endings);
        return to is null ? throw new InputException($"no file to write was named; give --to FILE, ending in {endings}.")
            : TableWriter.Endings.Contains(Path.GetExtension(to).ToLowerInvariant(), StringComparer.Ordinal) ? to
            : throw new InputException($"--to '{to}': the ending says the format, and it is not one of {endings}.");
    }
}
