namespace Faultline.Cli.Tests;

static partial class BadInputTable
{
    const string Square = "{'descr': '<f8', 'fortran_order': False, 'shape': (60, 2), }";

    static IEnumerable<BadInput> Arrays() =>
    [
        // NumPy arrays.
        Npz("cut short", Npy.File(Square, new byte[100]), "e.npy"),
        Npz("fewer rows than the table", Npy.Of(new double[59, 2]), "59"),
        Npz("more rows than the table", Npy.Of(new double[61, 2]), "61"),
        Npz("a shape that lies by a factor", Npy.File("{'descr': '<f8', 'fortran_order': False, 'shape': (60, 2000000), }", new byte[960]), "e.npy"),
        Npz("a shape past every number", Npy.File("{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999999, 9999999999999), }", new byte[960]), "e.npy"),
        Npz("a negative shape", Npy.File("{'descr': '<f8', 'fortran_order': False, 'shape': (-60, 2), }", new byte[960]), "e.npy"),
        Npz("Python objects", Npy.File("{'descr': '|O', 'fortran_order': False, 'shape': (60, 2), }", new byte[960]), "e.npy"),
        Npz("a header that is no dictionary", Npy.File("import os", new byte[960]), "e.npy"),
        Npz("no array at all", [1, 2, 3], "e.npy"),
        Npz("empty", [], "e.npy"),

        // IDX arrays.
        Idx("cut short", Npy.Idx(8, [60, 4, 4], new byte[500])),
        Idx("fewer images than rows", Npy.Idx(8, [59, 4, 4], new byte[59 * 16])),
        Idx("sizes past every number", Npy.Idx(8, [int.MaxValue, int.MaxValue, int.MaxValue], new byte[64])),
        Idx("a negative size", Npy.Idx(8, [-60, 4, 4], new byte[960])),
        Idx("an unknown type", Npy.Idx(3, [60, 4, 4], new byte[960])),
        Idx("no dimensions", Npy.Idx(8, [], new byte[960])),
        Idx("text under its name", "this is no array of images, whatever its name may say"u8.ToArray()),
    ];

    static BadInput Npz(string name, byte[] array, string says) => Refused("npy", name, Both("e.npy", array), says, "good.csv", "--label", "y", "--learner", "none", "--embedding", "e.npy");

    static BadInput Idx(string name, byte[] array) =>
        Refused("idx", name, Both("images-idx3-ubyte", array), "images", "good.csv", "--label", "y", "--learner", "none", "--images", "images-idx3-ubyte");

    static Action<TemporaryFolder> Both(string name, byte[] array) => folder =>
    {
        Good(folder);
        folder.Write(name, array);
    };
}
