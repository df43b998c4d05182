using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace IotHub.Architecture.Tests.Api;

/// <summary>Writes the public types of an assembly as plain text, one member a line, in an order that does not depend on the compiler.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string[] RecordMembers =
        ["Equals", "GetHashCode", "ToString", "PrintMembers", "<Clone>$", "op_Equality", "op_Inequality", "Deconstruct", "get_EqualityContract"];

    public static IEnumerable<string> Describe(Assembly assembly) =>
        assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal).SelectMany(Describe);

    private static IEnumerable<string> Describe(Type type)
    {
        var bases = (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum)
            ? [TypeName.Of(parent)]
            : Array.Empty<string>()).Concat(type.GetInterfaces()
                .Except(type.BaseType?.GetInterfaces() ?? [])
                .Where(face => !face.IsGenericType || face.GetGenericTypeDefinition() != typeof(IEquatable<>))
                .Where(_ => !type.IsEnum)
                .Select(TypeName.Of)
                .Order(StringComparer.Ordinal));
        yield return $"{Kind(type)} {TypeName.Of(type)}{(bases.Any() ? " : " + string.Join(", ", bases) : "")}";
        var members = type.IsEnum
            ? Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}")
            : Members(type).Order(StringComparer.Ordinal);
        foreach (var member in members)
        {
            yield return "  " + member;
        }
    }

    private static IEnumerable<string> Members(Type type)
    {
        var isRecord = type.GetMethod("<Clone>$", Declared) is not null || type.GetMethod("PrintMembers", Declared) is not null;
        foreach (var constructor in type.GetConstructors(Declared).Where(IsVisible))
        {
            yield return $"new({Parameters(constructor)})";
        }

        foreach (var property in type.GetProperties(Declared).Where(item => item.GetAccessors(true).Any(IsVisible)))
        {
            if (isRecord && property.Name == "EqualityContract")
            {
                continue;
            }

            var setter = property.SetMethod is { } set && IsVisible(set)
                ? set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;"
                : "";
            var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
            yield return $"{Static(property.GetMethod)}{required}{TypeName.Of(property)} {property.Name} {{ get;{setter} }}";
        }

        foreach (var method in type.GetMethods(Declared).Where(IsVisible).Where(method => !IsAccessor(method)))
        {
            if (!(isRecord && RecordMembers.Contains(method.Name)))
            {
                yield return $"{Static(method)}{TypeName.Of(method.ReturnParameter)} {method.Name}({Parameters(method)})";
            }
        }

        foreach (var field in type.GetFields(Declared).Where(field => field.IsPublic))
        {
            var constant = field.IsLiteral ? string.Create(CultureInfo.InvariantCulture, $" = {field.GetRawConstantValue()}") : "";
            yield return $"{(field.IsLiteral ? "const " : "field ")}{TypeName.Of(field.FieldType)} {field.Name}{constant}";
        }
    }

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter =>
            $"{(parameter.IsOut ? "out " : "")}{TypeName.Of(parameter)} {parameter.Name}{(parameter.HasDefaultValue ? " = …" : "")}"));

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Static(MethodInfo? method) => method is { IsStatic: true } ? "static " : "";

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily;

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && (method.Name.StartsWith("get_", StringComparison.Ordinal) || method.Name.StartsWith("set_", StringComparison.Ordinal));
}
