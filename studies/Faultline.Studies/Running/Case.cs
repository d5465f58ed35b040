using System.Globalization;

namespace Faultline.Studies;

/// <summary>Reads the parts of a case's name, which a slash parts.</summary>
static class Case
{
    public static string Part(string name, int part) => name.Split('/')[part];

    public static double Number(string name, int part) => double.Parse(Part(name, part), CultureInfo.InvariantCulture);

    public static int Whole(string name, int part) => int.Parse(Part(name, part), CultureInfo.InvariantCulture);
}
