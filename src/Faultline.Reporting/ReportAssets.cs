using System.Security.Cryptography;
using System.Text;

namespace Faultline.Reporting;

/// <summary>The page's style and script, held inside the assembly.</summary>
static class ReportAssets
{
    /// <summary>The style sheet.</summary>
    public static string Style { get; } = Read("report.css");

    /// <summary>The script; the page is complete without it.</summary>
    public static string Script { get; } = Read("report.js");

    /// <summary>Forbids everything but the page's own style, script and pictures, so that nothing else can run or be asked for.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}'; base-uri 'none'; form-action 'none'";

    static string Read(string name)
    {
        using var stream = typeof(ReportAssets).Assembly.GetManifestResourceStream("Faultline.Reporting.Assets." + name)
            ?? throw new InvalidOperationException($"The assembly lacks its own resource '{name}'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
