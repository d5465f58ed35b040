namespace Faultline;

/// <summary>A column by whose agreement chance is told from copying.</summary>
/// <param name="Unit">Its place.</param>
/// <param name="Agreement">Share of all pairs of rows that agree in it.</param>
/// <param name="Given">Share among pairs that agree in the other columns it hangs together with most.</param>
readonly record struct IdentifyingUnit(int Unit, double Agreement, double Given)
{
    /// <summary>By how much agreement elsewhere raises agreement here.</summary>
    public double Lift => Agreement > 0 ? Math.Max(1, Given / Agreement) : 1;
}
