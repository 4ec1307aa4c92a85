using CellSeg.Models.Backbones;
using CellSeg.Models.Layers;
using CellSeg.Models.Serialization;

namespace CellSeg.Models;

/// <summary>
/// Published weights of a backbone: a safetensors file with torchvision's names. The file's metadata may tell the
/// conventions it was trained with (<c>batch_norm_eps</c>, <c>padding</c>); torchvision's are assumed where it does not.
/// </summary>
public sealed class PretrainedBackbone
{
    private readonly SafetensorsContent _content;

    private PretrainedBackbone(string path, SafetensorsContent content)
    {
        Path = path;
        _content = content;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CellSegException">The file is missing, truncated or not in the format.</exception>
    public static PretrainedBackbone Read(string path) => new(path, SafetensorsFile.Read(path));

    /// <summary>The conventions that the weights need, on top of given ones.</summary>
    /// <param name="options">What the file does not decide.</param>
    /// <exception cref="CellSegException">The metadata name a convention that is not known.</exception>
    public BackboneOptions Adapt(BackboneOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        double epsilon = 1e-5;
        if (_content.Metadata.TryGetValue("batch_norm_eps", out string? text)
            && !(double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out epsilon) && epsilon > 0 && double.IsFinite(epsilon)))
            throw new CellSegException(Path, $"its metadata give '{text}' as batch_norm_eps", "Correct the metadata to a positive number such as 1e-3");
        var padding = _content.Metadata.GetValueOrDefault("padding") switch
        {
            null or "symmetric" => ConvolutionPadding.Symmetric,
            "tensorflow-same" => ConvolutionPadding.TensorFlowSame,
            var other => throw new CellSegException(Path, $"its metadata give '{other}' as padding", "Only 'symmetric' and 'tensorflow-same' are known"),
        };
        return options with
        {
            BatchNormEpsilon = epsilon,
            Padding = padding,
            // torchvision's ResNet50 halves its maps in the 3x3 convolutions, which have no biases.
            StrideInFirstConvolution = false,
            ConvolutionBias = _content.Tensors.ContainsKey("conv1.bias"),
        };
    }

    /// <summary>Copies the weights into a model's backbone.</summary>
    /// <param name="model">A model whose specification has the conventions of <see cref="Adapt"/>.</param>
    /// <returns>The file's tensors that the backbone has no place for, such as those of its classifier.</returns>
    /// <exception cref="CellSegException">A weight is missing or of another shape; the model is unchanged.</exception>
    public IReadOnlyList<string> LoadInto(SegmentationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Specification.Backbone == BackboneKind.FeatureNet)
            throw new CellSegException(Path, "there are no published weights of FeatureNet that it could hold", "Start FeatureNet from random weights, or choose another backbone");
        var unused = WeightTransfer.ImportPart(model.Network.Backbone, _content.Tensors, Path);
        model.BackboneWeights = System.IO.Path.GetFileName(Path);
        return unused;
    }
}
