namespace Faultline;

/// <summary>How a table larger than memory is read: here, from what was read earlier, or by other processes.</summary>
public interface IPassReading
{
    /// <summary>Fills a pass with every row of the table.</summary>
    /// <param name="pass">The pass, with nothing in it yet.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>False where the pass is not whole and the audit is not to go on.</returns>
    /// <exception cref="InputException">The data, or what was read of them earlier, can not be used.</exception>
    bool Read(WholePass pass, CancellationToken cancellation);
}
