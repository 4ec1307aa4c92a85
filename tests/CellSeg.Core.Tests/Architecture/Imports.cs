using Mono.Cecil;
using Mono.Cecil.Cil;

namespace CellSeg.Core.Tests.Architecture;

/// <summary>Reads from a compiled assembly which of its own types each type uses, in signatures and in code.</summary>
internal static class Imports
{
    /// <summary>Every use of one type by another, of the assembly of a type.</summary>
    public static IEnumerable<(TypeDefinition User, TypeDefinition Used)> Read(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        // To a list, because the module is closed afterwards.
        return [.. module.GetTypes()
            .SelectMany(
                type => Uses(type).SelectMany(Flatten).OfType<TypeDefinition>().Distinct().Select(used => (User: Outermost(type), Used: Outermost(used))))
            .Where(use => use.User != use.Used)
            .Distinct()];
    }

    private static IEnumerable<TypeReference?> Uses(TypeDefinition type)
        => type.Interfaces.Select(implemented => implemented.InterfaceType)
            .Append(type.BaseType)
            .Concat(type.Fields.Select(field => field.FieldType))
            .Concat(type.CustomAttributes.SelectMany(Uses))
            .Concat(type.Properties.SelectMany(property => property.CustomAttributes).SelectMany(Uses))
            .Concat(type.Methods.SelectMany(Uses));

    private static IEnumerable<TypeReference?> Uses(CustomAttribute attribute)
        => attribute.ConstructorArguments.Select(argument => argument.Value as TypeReference).Append(attribute.AttributeType);

    private static IEnumerable<TypeReference?> Uses(MethodDefinition method)
        => Signature(method)
            .Concat(method.CustomAttributes.SelectMany(Uses))
            .Concat(method.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType))
            .Concat(method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType).Concat(method.Body.Instructions.SelectMany(Uses)) : []);

    private static IEnumerable<TypeReference?> Uses(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        MethodReference method => Signature(method).Append(method.DeclaringType).Concat(
            method is GenericInstanceMethod generic ? generic.GenericArguments : []),
        _ => [],
    };

    private static IEnumerable<TypeReference?> Signature(MethodReference method)
        => method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);

    /// <summary>A type with what it is made of: elements of arrays and spans, arguments of generics.</summary>
    private static IEnumerable<TypeReference> Flatten(TypeReference? type) => type switch
    {
        null => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Flatten).Concat(Flatten(generic.ElementType)),
        TypeSpecification specification => Flatten(specification.ElementType),
        _ => [type],
    };

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
