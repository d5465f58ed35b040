using System.Runtime.InteropServices;
using Faultline.Kernels;

namespace Faultline.Bench;

/// <summary>A library's float32 product behind one face. Peers are called through a bare function pointer, without the runtime's transition: a few nanoseconds in their favour.</summary>
abstract unsafe class GemmLibrary
{
    /// <summary>Version, as the library tells it.</summary>
    public abstract string Version { get; }

    /// <summary>C = A·B, row-major.</summary>
    public abstract void Multiply(int m, int n, int k, float[] a, float[] b, float[] c);

    /// <summary>Our own (<c>ours</c>), <c>openblas</c> or <c>onednn</c>; null where the library is not installed.</summary>
    public static GemmLibrary? Open(string name) => name switch
    {
        "openblas" => Native(["libopenblas.so.0", "libopenblas.so", "libopenblas"]) is var library and not 0 ? new OpenBlas(library) : null,
        "onednn" => Native(["libdnnl.so.3", "libdnnl.so.2", "libdnnl.so", "dnnl"]) is var library and not 0 ? new OneDnn(library) : null,
        _ => new Ours(),
    };

    static nint Native(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                return library;
            }
        }

        return 0;
    }

    sealed class Ours : GemmLibrary
    {
        public override string Version => $"{Simd.Tier}";

        public override void Multiply(int m, int n, int k, float[] a, float[] b, float[] c) => Faultline.Kernels.Gemm.Multiply(m, n, k, a, b, c);
    }

    sealed class OpenBlas(nint library) : GemmLibrary
    {
        const int RowMajor = 101;
        const int Plain = 111;

        readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> _multiply =
            (delegate* unmanaged[Cdecl, SuppressGCTransition]<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)NativeLibrary.GetExport(library, "cblas_sgemm");

        public override string Version => Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "openblas_get_config"))()) ?? "";

        public override void Multiply(int m, int n, int k, float[] a, float[] b, float[] c)
        {
            fixed (float* pa = a, pb = b, pc = c)
            {
                _multiply(RowMajor, Plain, Plain, m, n, k, 1, pa, k, pb, n, 0, pc, n);
            }
        }
    }

    sealed class OneDnn(nint library) : GemmLibrary
    {
        readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<byte, byte, long, long, long, float, float*, long, float*, long, float, float*, long, int> _multiply =
            (delegate* unmanaged[Cdecl, SuppressGCTransition]<byte, byte, long, long, long, float, float*, long, float*, long, float, float*, long, int>)NativeLibrary.GetExport(library, "dnnl_sgemm");

        public override string Version
        {
            get
            {
                var numbers = (int*)((delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "dnnl_version"))();
                return $"{numbers[0]}.{numbers[1]}.{numbers[2]}";
            }
        }

        public override void Multiply(int m, int n, int k, float[] a, float[] b, float[] c)
        {
            fixed (float* pa = a, pb = b, pc = c)
            {
                if (_multiply((byte)'N', (byte)'N', m, n, k, 1, pa, k, pb, n, 0, pc, n) is var status and not 0)
                {
                    throw new InvalidOperationException($"dnnl_sgemm answered {status}.");
                }
            }
        }
    }
}
