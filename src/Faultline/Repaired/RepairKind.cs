namespace Faultline;

/// <summary>What a repair mends.</summary>
public enum RepairKind
{
    /// <summary>Wrong labels (FL101).</summary>
    Labels,

    /// <summary>Exact repeats of rows (FL103).</summary>
    Duplicates,

    /// <summary>Rows that equal an earlier one but for one column, or have nearly its embedding (FL103).</summary>
    NearDuplicates,

    /// <summary>Texts and numbers that stand for a missing value (FL107).</summary>
    Missing,

    /// <summary>One category in several spellings, blanks around texts, texts damaged by a wrong encoding (FL107).</summary>
    Hygiene,

    /// <summary>Cells that break what other columns determine, and typos, where the right value is known (FL106).</summary>
    Dependencies,

    /// <summary>Numbers that are wrong, where the right ones are known: exchanged columns, slips of the unit, and values of a numeric label that do not fit their row (FL102).</summary>
    Values,
}
