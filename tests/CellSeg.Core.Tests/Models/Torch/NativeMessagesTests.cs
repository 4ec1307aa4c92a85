using System.Runtime.InteropServices;
using CellSeg.Core.Tests.Support;
using CellSeg.Models.Torch;

namespace CellSeg.Core.Tests.Models.Torch;

[Collection(nameof(TorchCollection))]
public sealed class NativeMessagesTests
{
    private delegate nint GetContext();

    [return: MarshalAs(UnmanagedType.U1)]
    private delegate bool IsEnabled(nint context);

    [Fact]
    public void Nnpack_which_complains_on_standard_error_is_off()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "libtorch for Windows has no NNPACK.");
        TorchLibrary.EnsureLoaded();
        // It has been loaded: this only finds it again.
        string name = OperatingSystem.IsMacOS() ? "libtorch_cpu.dylib" : "libtorch_cpu.so";
        nint library = NativeLibrary.Load(name, typeof(TorchSharp.torch).Assembly, null);
        var getContext = Marshal.GetDelegateForFunctionPointer<GetContext>(NativeLibrary.GetExport(library, "_ZN2at13globalContextEv"));
        var isEnabled = Marshal.GetDelegateForFunctionPointer<IsEnabled>(NativeLibrary.GetExport(library, "_ZNK2at7Context17userEnabledNNPACKEv"));

        Assert.False(isEnabled(getContext()));
    }
}
