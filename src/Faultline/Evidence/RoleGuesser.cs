namespace Faultline;

/// <summary>
/// Gives every column its part: what the user says first, the rest guessed from names, kinds and values. Each guess carries its reason. A label is
/// guessed only where nothing else could be meant; a model never gets an id, a key, a prediction or a constant as a feature.
/// </summary>
public static class RoleGuesser
{
    /// <summary>Gives every column its part.</summary>
    /// <param name="data">The table.</param>
    /// <param name="request">What the user says.</param>
    /// <exception cref="InputException">A name matches no column, or one column is asked to play two parts.</exception>
    public static Roles Assign(Table data, RoleRequest request)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(request);
        return new RoleAssignment(data, request).Assign();
    }
}
