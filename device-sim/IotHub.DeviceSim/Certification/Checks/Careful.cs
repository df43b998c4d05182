using System.Text.Json;
using System.Text.Json.Serialization;
using IotHub.Contracts.Model;

namespace IotHub.DeviceSim.Certification.Checks;

/// <summary>What is not tried on somebody's device unless asked for: data beside the code, so that a new kind needs none.</summary>
internal static class Careful
{
    private static readonly Lazy<CarefulWords> Words = new(Read);

    /// <summary>Whether an action could unlock, erase or start something.</summary>
    public static bool Guards(ContractAction action) => action.Type.Name.Split('-', '.').Any(Words.Value.ActionWords.Contains);

    /// <summary>Whether writing a property could.</summary>
    public static bool Guards(DeviceContract contract, ContractProperty property) =>
        property.Type.Name.Split('-', '.').Any(Words.Value.PropertyWords.Contains)
        || Words.Value.Services.Contains(contract.Services.First(service => service.Iid == property.ServiceIid).Type.Name);

    private static CarefulWords Read()
    {
        using var stream = typeof(Careful).Assembly.GetManifestResourceStream("careful.json")
            ?? throw new InvalidOperationException("The assembly lacks its careful.json.");
        return JsonSerializer.Deserialize(stream, CarefulJson.Default.CarefulWords) ?? throw new InvalidOperationException("careful.json is empty.");
    }
}

/// <summary>Words that names consist of.</summary>
/// <param name="ActionWords">Words in names of actions.</param>
/// <param name="PropertyWords">Words in names of writable properties.</param>
/// <param name="Services">Names of services whose writable properties are all left alone.</param>
internal sealed record CarefulWords(HashSet<string> ActionWords, HashSet<string> PropertyWords, HashSet<string> Services);

/// <summary>Reads the words without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CarefulWords))]
internal sealed partial class CarefulJson : JsonSerializerContext;
