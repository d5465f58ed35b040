using System.Security.Cryptography;
using System.Text;

namespace Faultline;

/// <summary>Stable ids of findings.</summary>
static class Fingerprint
{
    /// <summary>An id that depends on the check, the finding's key and its columns only: not on counts, rows, seeds or versions.</summary>
    public static string Of(string check, Finding finding)
    {
        var text = new StringBuilder(check).Append('\n').Append(finding.Key);
        foreach (var column in finding.Columns.Order(StringComparer.Ordinal))
        {
            text.Append('\n').Append(column);
        }

        return check + "-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 4));
    }
}
