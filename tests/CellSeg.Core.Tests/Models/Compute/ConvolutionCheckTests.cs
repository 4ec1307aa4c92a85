using CellSeg.Core.Tests.Support;
using CellSeg.Decoding;
using CellSeg.Models.Compute;
using CellSeg.Models.Networks;
using CellSeg.Models.Specifications;
using CellSeg.Models.Torch;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Models.Compute;

[Collection(nameof(TorchCollection))]
public sealed class ConvolutionCheckTests
{
    private static readonly ConvolutionShape[] SomeShapes =
        [new(8, 6, 3, 1, 1), new(8, 9, 3, 1, 1), new(8, 12, 1), new(8, 12, 1, 2), new(8, 8, 3, 2, 0, 8), new(8, 8, 3, 1, 1, 4), new(3, 8, 7, 2, 3)];

    public ConvolutionCheckTests() => TorchLibrary.EnsureLoaded();

    /// <summary>Each schema on each backbone, single images and clips, in each number type.</summary>
    public static TheoryData<SegmentationSchema, BackboneKind, int, ScalarType> Networks()
    {
        var all = new TheoryData<SegmentationSchema, BackboneKind, int, ScalarType>();
        foreach (var schema in Enum.GetValues<SegmentationSchema>())
        {
            foreach (var backbone in Enum.GetValues<BackboneKind>())
            {
                foreach (int frames in (int[])[1, 3])
                {
                    all.Add(schema, backbone, frames, ScalarType.Float32);
                    all.Add(schema, backbone, frames, ScalarType.BFloat16);
                }
            }
        }
        return all;
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_convolution_of_every_network_is_right_on_this_machine(SegmentationSchema schema, BackboneKind backbone, int frames, ScalarType type)
    {
        var shapes = SegmentationNetwork.GetConvolutions(new ModelSpecification
        {
            Schema = schema,
            Backbone = backbone,
            Temporal = new TemporalOptions { FramesPerBatch = frames, Mode = frames > 1 ? TemporalMode.Conv3D : TemporalMode.None },
            LocationLayer = true,
        });

        Assert.Contains(shapes, shape => shape.Outputs % 2 == 1);
        Assert.Empty(ConvolutionCheck.Find(shapes, type, withGradients: true));
        Assert.Empty(ConvolutionCheck.Find(shapes, type, withGradients: false));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void What_is_right_is_left_alone(ScalarType type)
    {
        using var scope = NewDisposeScope();

        Assert.Empty(ConvolutionCheck.Find(SomeShapes, type, withGradients: true));
    }

    [Theory]
    [InlineData("output")]
    [InlineData("maps")]
    [InlineData("kernel")]
    [InlineData("nan")]
    public void A_convolution_that_is_wrong_in_one_number_is_found(string where)
    {
        using var scope = NewDisposeScope();

        var faults = ConvolutionCheck.Find(SomeShapes, ScalarType.Float32, withGradients: true, (maps, kernel, bias, shape) =>
        {
            // What has a gradient but no value changes only the gradients of what it is made of.
            var nothing = where switch
            {
                "maps" => Corner(maps).Minus(Corner(maps).detach().item<float>()).Times(100),
                "kernel" => Corner(kernel).Minus(Corner(kernel).detach().item<float>()).Times(100),
                _ => null,
            };
            var output = SafeConvolution.Compute(maps, kernel, bias, shape);
            if (nothing is not null)
                return output.Plus(nothing);
            var error = zeros_like(output);
            Corner(error).Fill(where == "nan" ? double.NaN : 20);
            return output.Plus(error);
        });

        Assert.Equal(SomeShapes, faults.Select(fault => fault.Shape));
        Assert.All(faults, fault => Assert.False(fault.Error < 0.1));
    }

    [Fact]
    public void Gradients_are_not_looked_at_where_none_are_needed()
    {
        using var scope = NewDisposeScope();

        Assert.Empty(ConvolutionCheck.Find(SomeShapes, ScalarType.Float32, withGradients: false, (maps, kernel, bias, shape) =>
        {
            Assert.False(is_grad_enabled());
            return SafeConvolution.Compute(maps, kernel, bias, shape);
        }));
    }

    [Fact]
    public void A_shape_is_computed_once_a_process()
    {
        // Large enough that a second look would be seen; a shape that no network has.
        ConvolutionShape[] shapes = [new(1021, 1019, 3, 1, 1)];
        ConvolutionCheck.Find(shapes, ScalarType.Float32, withGradients: true);
        long tensors = Tensor.TotalCount;

        for (int i = 0; i < 1000; i++)
            ConvolutionCheck.Find(shapes, ScalarType.Float32, withGradients: true);

        Assert.Equal(tensors, Tensor.TotalCount);
    }

    [Fact]
    public void Bfloat16_gives_way_to_float32_where_it_is_wrong_and_says_so()
    {
        var fault = new ConvolutionFault(new(256, 9, 3, 1, 1), ScalarType.BFloat16, 3500);

        var choice = ComputeSupport.Choose(ScalarType.BFloat16, type => type == ScalarType.BFloat16 ? [fault] : []);

        Assert.Equal(ScalarType.Float32, choice.Type);
        Assert.Contains(Processor.Name, choice.Warning, StringComparison.Ordinal);
        Assert.Contains("256 -> 9, 3x3", choice.Warning, StringComparison.Ordinal);
        Assert.Equal(new ComputeChoice(ScalarType.BFloat16), ComputeSupport.Choose(ScalarType.BFloat16, _ => []));
        Assert.Equal(new ComputeChoice(ScalarType.Float32), ComputeSupport.Choose(ScalarType.Float32, type => type == ScalarType.BFloat16 ? [fault] : []));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Where_float32_is_wrong_nothing_is_computed(ScalarType wanted)
    {
        var fault = new ConvolutionFault(new(320, 1280, 1), ScalarType.Float32, 0.45);

        var error = Assert.Throws<CellSegException>(() => ComputeSupport.Choose(wanted, type => type == ScalarType.Float32 ? [fault] : []));

        Assert.Equal(Processor.Name, error.Target);
        Assert.Contains("320 -> 1280, 1x1 is off by 0.45", error.Reason, StringComparison.Ordinal);
    }

    private static Tensor Corner(Tensor tensor) => tensor.narrow(0, 0, 1).narrow(1, 0, 1).narrow(2, 0, 1).narrow(3, 0, 1);
}
