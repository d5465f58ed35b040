using System.Text.Json.Serialization;

namespace Faultline;

/// <summary>
/// Typed figures of one check, written to <c>details</c> in report.json. Each check derives its own record and adds a line here. Lists hold at
/// most <see cref="ListLimit"/> entries beside the full count. Written only: a report that is read back has none.
/// </summary>
[JsonPolymorphic(UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(LabelErrorsDetails))]
[JsonDerivedType(typeof(ValueErrorsDetails))]
[JsonDerivedType(typeof(DuplicatesDetails))]
[JsonDerivedType(typeof(OutliersDetails))]
[JsonDerivedType(typeof(OrderDependenceDetails))]
[JsonDerivedType(typeof(BrokenDependenciesDetails))]
[JsonDerivedType(typeof(ColumnHygieneDetails))]
[JsonDerivedType(typeof(TargetLeakageDetails))]
[JsonDerivedType(typeof(ClassImbalanceDetails))]
[JsonDerivedType(typeof(ExpectationsDetails))]
[JsonDerivedType(typeof(ImageDamageDetails))]
[JsonDerivedType(typeof(WeakSlicesDetails))]
[JsonDerivedType(typeof(TextDamageDetails))]
[JsonDerivedType(typeof(MiscalibrationDetails))]
[JsonDerivedType(typeof(UnequalErrorRatesDetails))]
[JsonDerivedType(typeof(BiasAmplificationDetails))]
[JsonDerivedType(typeof(TextFragilityDetails))]
[JsonDerivedType(typeof(DriftDetails))]
public abstract record CheckDetails
{
    /// <summary>Longest list in details.</summary>
    public const int ListLimit = 1000;

    /// <summary>Largest number of classes of a confusion or joint table.</summary>
    public const int ClassLimit = 200;
}

/// <summary>A value with its interval.</summary>
/// <param name="Value">The value.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record Estimate(double Value, double? Low, double? High);
