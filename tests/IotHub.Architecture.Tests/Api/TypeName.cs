using System.Reflection;

namespace IotHub.Architecture.Tests.Api;

/// <summary>Type names as one would write them, with <c>?</c> where null is allowed.</summary>
internal static class TypeName
{
    public static string Of(PropertyInfo property) =>
        Of(property.PropertyType) + Mark(property.PropertyType, new NullabilityInfoContext().Create(property).ReadState);

    public static string Of(ParameterInfo parameter) =>
        Of(parameter.ParameterType) + Mark(parameter.ParameterType, new NullabilityInfoContext().Create(parameter).ReadState);

    public static string Of(Type type)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Of(type.GetElementType()!) + "[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        var name = type.Namespace?.StartsWith("IotHub.", StringComparison.Ordinal) == true ? Nested(type) : Plain(type);
        return type.IsGenericType
            ? $"{name[..(name.IndexOf('`', StringComparison.Ordinal) is var end && end > 0 ? end : name.Length)]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : name;
    }

    private static string Nested(Type type) => type.DeclaringType is { } outer ? $"{Nested(outer)}.{type.Name}" : $"{type.Namespace}.{type.Name}";

    private static string Plain(Type type) => type.FullName switch
    {
        "System.Void" => "void",
        "System.String" => "string",
        "System.Boolean" => "bool",
        "System.Int32" => "int",
        "System.Int64" => "long",
        "System.Double" => "double",
        "System.Decimal" => "decimal",
        "System.Object" => "object",
        _ => type.Name,
    };

    private static string Mark(Type type, NullabilityState state) => state == NullabilityState.Nullable && !type.IsValueType ? "?" : "";
}
