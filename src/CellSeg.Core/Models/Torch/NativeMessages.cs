using System.Runtime.InteropServices;

namespace CellSeg.Models.Torch;

/// <summary>
/// Keeps libtorch from writing to the user's terminal. NNPACK, one of its libraries for convolutions, writes a line to
/// standard error for each one on processors that it does not know, though oneDNN computes them anyway; it is turned off.
/// </summary>
internal static class NativeMessages
{
    // at::globalContext() and at::Context::setUserEnabledNNPACK(bool), as GCC and Clang spell them. On Windows there is no NNPACK.
    private const string GetContextName = "_ZN2at13globalContextEv", EnableName = "_ZN2at7Context20setUserEnabledNNPACKEb";

    private delegate nint GetContext();

    private delegate void Enable(nint context, [MarshalAs(UnmanagedType.U1)] bool isEnabled);

    /// <summary>Turns NNPACK off. Does nothing where libtorch has no such switch.</summary>
    /// <param name="library">The handle of torch_cpu.</param>
    public static void TurnOffNnpack(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, GetContextName, out nint getContext) || !NativeLibrary.TryGetExport(library, EnableName, out nint enable))
            return;
        nint context = Marshal.GetDelegateForFunctionPointer<GetContext>(getContext)();
        Marshal.GetDelegateForFunctionPointer<Enable>(enable)(context, isEnabled: false);
    }
}
