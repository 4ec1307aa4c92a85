using CellSeg.Models.Serialization;
using CellSeg.Models.Specifications;

namespace CellSeg.Models;

/// <summary>
/// Published weights of a backbone: a safetensors file with torchvision's names. The file's metadata may tell the
/// conventions it was trained with (<c>batch_norm_eps</c>, <c>padding</c>); torchvision's are assumed where it does not.
/// </summary>
public sealed class PretrainedBackbone
{
    // Names that only one network has in torchvision, but for those of the networks before it. The deeper ResNets have all names and
    // shapes of ResNet50 and more blocks, without which they compute something else.
    private static readonly (string Tensor, string Backbone)[] Signatures =
    [
        ("features.0.0.weight", nameof(BackboneKind.MobileNetV2)), ("layer3.6.conv3.weight", "ResNet101 or ResNet152"),
        ("layer1.0.conv3.weight", nameof(BackboneKind.ResNet50)),
    ];

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

    /// <summary>Tells of which backbone a file has weights, by the names in it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The backbone; null where the names are those of none that is known.</returns>
    /// <exception cref="CellSegException">The file is missing, truncated or not in the format.</exception>
    public static BackboneKind? Recognise(string path)
    {
        var tensors = SafetensorsFile.ReadHeader(path).Entries;
        string? found = Signatures.FirstOrDefault(signature => tensors.ContainsKey(signature.Tensor)).Backbone;
        return found is null ? null : Enum.Parse<BackboneKind>(found);
    }

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
    /// <returns>What was loaded and what was not.</returns>
    /// <exception cref="CellSegException">
    /// The weights are another backbone's, one is missing or of another shape; the model is unchanged.
    /// </exception>
    public BackboneWeightReport LoadInto(SegmentationModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        CheckBackbone(model.Specification.Backbone);
        var backbone = model.Network.Backbone;
        var (used, unused) = WeightTransfer.ImportPart(backbone, _content.Tensors, Path);
        model.BackboneWeights = System.IO.Path.GetFileName(Path);
        return new BackboneWeightReport
        {
            Path = Path,
            Backbone = model.Specification.Backbone,
            Conventions = model.Specification.BackboneOptions,
            LoadedTensorCount = used.Count,
            LoadedParameterCount = used.Sum(name => _content.Tensors[name].Shape.Aggregate(1L, (product, size) => product * size)),
            UnusedTensors = unused,
            UntouchedParts = [.. model.Network.named_children().Where(child => child.module != backbone).Select(child => child.name)],
        };
    }

    /// <summary>Says so when the weights are clearly another network's, which a list of missing names would hide.</summary>
    private void CheckBackbone(BackboneKind wanted)
    {
        if (wanted == BackboneKind.FeatureNet)
        {
            throw new CellSegException(
                Path, "there are no published weights of FeatureNet that it could hold",
                "Start FeatureNet from random weights, or choose another backbone");
        }
        string? found = Signatures.FirstOrDefault(signature => _content.Tensors.ContainsKey(signature.Tensor)).Backbone;
        if (found is not null && found != wanted.ToString())
        {
            throw new CellSegException(
                Path, $"it has the weights of {found}, the model's backbone is {wanted}",
                $"Give a file for {wanted}" + (Enum.TryParse<BackboneKind>(found, out _) ? $", or make the model with -Backbone {found}" : ""));
        }
    }
}
