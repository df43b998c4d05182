using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using IotHub.Mqtt.Codec;

namespace IotHub.Broker.Tests;

/// <summary>
/// M5: what is deep in the input must not be deep on the stack, since a stack that overflows ends the process and no handler catches it. No
/// method of protocol and broker calls itself, nor does its body as the compiler took it apart (iterators, async methods, lambdas).
/// </summary>
public class RecursionTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    [Theory]
    [InlineData(typeof(MqttDecoder))]
    [InlineData(typeof(MqttBroker))]
    public void Methods_OfCodeThatReadsInput_DoNotCallThemselves(Type anyOfIt)
    {
        var methods = anyOfIt.Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
            .ToList();
        Assert.True(methods.Count > 300);
        var recursive = methods.Where(method => Calls(method).Contains(Origin(method))).Select(method => $"{method.DeclaringType}.{method.Name}");
        Assert.Empty(recursive);
    }

    /// <summary>That it would be seen.</summary>
    [Fact]
    public void Methods_ThatCallThemselves_AreFound()
    {
        Assert.Equal(2, Plain(2));
        Assert.Equal([2, 1, 0], Walk(2));
        Assert.Contains(Origin(Of(nameof(Plain))), Calls(Of(nameof(Plain))));
        var iterator = typeof(RecursionTests).GetNestedTypes(BindingFlags.NonPublic).SelectMany(type => type.GetMethods(All)).Where(method => method.Name == "MoveNext");
        Assert.Contains(iterator, method => Calls(method).Contains(Origin(method)));

        static MethodInfo Of(string name) => typeof(RecursionTests).GetMethod(name, All)!;
    }

    private static int Plain(int depth) => depth == 0 ? 0 : Plain(depth - 1) + 1;

    private static IEnumerable<int> Walk(int depth)
    {
        yield return depth;
        if (depth > 0)
        {
            foreach (var inner in Walk(depth - 1))
            {
                yield return inner;
            }
        }
    }

    /// <summary>The method that somebody wrote: for the inside of an iterator or an async method, the method it comes from.</summary>
    private static string Origin(MethodBase method)
    {
        var type = method.DeclaringType!;
        var written = type.DeclaringType?.GetMethods(All).FirstOrDefault(candidate =>
            candidate.GetCustomAttribute<StateMachineAttribute>()?.StateMachineType is { } machine && SameDefinition(machine, type));
        return Name(written ?? method);
    }

    private static bool SameDefinition(Type one, Type other) =>
        (one.IsGenericType ? one.GetGenericTypeDefinition() : one) == (other.IsGenericType ? other.GetGenericTypeDefinition() : other);

    /// <summary>Overloads are different methods.</summary>
    private static string Name(MethodBase method) =>
        $"{method.DeclaringType?.Namespace}.{method.DeclaringType?.Name}.{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.Name))})";

    private static HashSet<string> Calls(MethodBase method)
    {
        var called = new HashSet<string>();
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
        {
            return called;
        }

        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? (short)(0xFE00 | code[at + 1]) : code[at];
            var operation = OpCodesByValue[value];
            at += operation.Size;
            if (operation.OperandType == OperandType.InlineMethod && Resolve(method, BitConverter.ToInt32(code, at)) is { } target)
            {
                called.Add(Name(target));
            }

            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }

        return called;
    }

    private static MethodBase? Resolve(MethodBase method, int token)
    {
        var typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var methodArguments = method is { IsGenericMethod: true } ? method.GetGenericArguments() : null;
        return method.Module.ResolveMethod(token, typeArguments, methodArguments);
    }
}
