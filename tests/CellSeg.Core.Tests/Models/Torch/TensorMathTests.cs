using CellSeg.Core.Tests.Support;
using CellSeg.Models.Torch;
using Mono.Cecil;
using static TorchSharp.torch;

namespace CellSeg.Core.Tests.Models.Torch;

[Collection(nameof(TorchCollection))]
public sealed class TensorMathTests
{
    private const string TensorName = "TorchSharp.torch/Tensor";

    private const int Rounds = 2000;

    public TensorMathTests() => TorchLibrary.EnsureLoaded();

    [Fact]
    public void Numbers_stay_what_they_are_while_garbage_is_collected()
    {
        using var collector = new CollectingThread();
        for (int i = 0; i < Rounds; i++)
        {
            using var scope = NewDisposeScope();
            var x = tensor(new float[] { -2, 0.5f, 4 });
            AssertValues([-4, 1, 8], x.Plus(x));
            AssertValues([1, 3.5f, 7], x.Plus(3));
            AssertValues([-5, -2.5f, 1], x.Minus(3));
            AssertValues([3, 0.5f, -3], x.Complement());
            AssertValues([-6, 1.5f, 12], x.Times(3));
            AssertValues([-0.5f, 0.125f, 1], x.DividedBy(4));
            AssertValues([4, 0.25f, 16], x.Power(2));
            AssertValues([0.25f, 0.5f, 4], x.AtLeast(0.25));
            AssertValues([-1, 0.5f, 3], x.Between(-1, 3));
            AssertValues([0, 1, 0], x.IsEqualTo(0.5).to(ScalarType.Float32));
            AssertValues([0, 1, 1], x.IsAtLeast(0.5).to(ScalarType.Float32));
            AssertValues([1, 0, 0], x.IsLessThan(0.5).to(ScalarType.Float32));
        }
    }

    [Fact]
    public void Verbs_change_the_tensor_itself_while_garbage_is_collected()
    {
        using var collector = new CollectingThread();
        for (int i = 0; i < Rounds; i++)
        {
            using var scope = NewDisposeScope();
            var x = tensor(new float[] { -2, 0.5f, 4 });
            var y = tensor(new float[] { 1, 2, 4 });
            x.Scale(2).Add(1).AddScaled(y, 0.5);
            AssertValues([-2.5f, 3, 11], x);
            x.AddProduct(y, y, -2).AddQuotient(x, y, 0);
            AssertValues([-4.5f, -5, -21], x);
            x.AddQuotient(y, y, 5);
            AssertValues([0.5f, 0, -16], x);
            x.Fill(0.25);
            AssertValues([0.25f, 0.25f, 0.25f], x);
        }
    }

    /// <summary>The analyzer that reads BannedSymbols.txt does not look at x += y, but the compiled library has it.</summary>
    [Fact]
    public void The_library_calls_no_operator_that_lets_go_of_its_number()
    {
        using var library = ModuleDefinition.ReadModule(typeof(TensorMath).Assembly.Location);
        var operators = library.GetMemberReferences().OfType<MethodReference>()
            .Where(method => method.Name.StartsWith("op_", StringComparison.Ordinal))
            .Where(method => method.DeclaringType.FullName is TensorName or "TorchSharp.Scalar").ToList();
        // Products of tensors are safe, sums are not.
        Assert.Contains(operators, IsSafe);
        Assert.Empty(operators.Where(method => !IsSafe(method)).Select(method => method.FullName));
    }

    private static bool IsSafe(MethodReference method) => method.Name is "op_Multiply" or "op_Division" or "op_Subtraction" or "op_UnaryNegation"
        && method.Parameters.All(parameter => parameter.ParameterType.FullName == TensorName);

    private static void AssertValues(float[] expected, Tensor actual) => Assert.Equal(expected, actual.data<float>().ToArray());
}
