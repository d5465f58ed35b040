namespace Faultline.Reporting.Tests;

/// <summary>Texts that have broken other reports: each tries to run, to hide, to turn the page round, or to burst it.</summary>
static class HostileTexts
{
    public static string[] All { get; } =
    [
        "<script>alert(1)</script>",
        "</title><script>alert(2)</script>",
        "\"><img src=x onerror=alert(3)>",
        "' onmouseover='alert(4)' x='",
        "</style></script><svg onload=alert(5)>",
        "<!-- --!><iframe src=\"https://example.com/\"></iframe>",
        "javascript:alert(6)",
        "&lt;b&gt; &#x3c;script&#x3e;alert(7)",
        "\u202Egnp.exe \u2066isolate\u2069 \u200Bzero\uFEFF",
        "\u001B[31mred\u001B[0m \u0000 \u0007 \u009Bcsi",
        new string('W', 3000),
        new string('\u0301', 500) + "zalgo",
        "line\nbreak\r\nand\ttab  ",
        "مرحبا ‏ עולם",
        "]]><x>&amp;",
        "{{constructor.constructor('alert(8)')()}} ${alert(9)}",
    ];
}
