using System.Runtime.Intrinsics;

namespace Faultline.Kernels.Tests;

public sealed unsafe class LanesTests
{
    [Fact]
    public void A_masked_load_and_store_without_the_instruction_touch_the_first_lanes_alone()
    {
        for (int lanes = 0; lanes <= 4; lanes++)
        {
            float[] from = [1, 2, 3, 4], to = [9, 9, 9, 9];
            fixed (float* source = from, target = to)
            {
                Vector128<float> mask = Lanes128.Mask(lanes);
                Vector128<float> loaded = Lanes128.LoadFirst(source, mask);
                Lanes128.StoreFirst(Vector128.Create(5f, 6, 7, 8), target, mask);
                for (int i = 0; i < 4; i++)
                {
                    Assert.Equal(i < lanes ? from[i] : 0, loaded.GetElement(i));
                    Assert.Equal(i < lanes ? 5 + i : 9, to[i]);
                }
            }
        }
    }
}
