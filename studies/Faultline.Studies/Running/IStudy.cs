using System.Text;

namespace Faultline.Studies;

/// <summary>Asks one question of many seeded tables. Every case stands by itself, so a study can be stopped, split and taken up again.</summary>
interface IStudy
{
    /// <summary>Name on the command line, and stem of the file of results.</summary>
    string Name { get; }

    /// <summary>Columns of the results after the case.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>All cases, the seed changing slowest, so that a study that was stopped early has as many of each setting.</summary>
    IEnumerable<string> Cases { get; }

    /// <summary>Runs one case.</summary>
    IReadOnlyList<string> Run(string name, CancellationToken cancellation);

    /// <summary>Writes what came out as Markdown.</summary>
    void Write(ResultRows rows, StringBuilder text);
}
