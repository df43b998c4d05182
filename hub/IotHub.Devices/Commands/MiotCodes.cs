using IotHub.Contracts.Model;

namespace IotHub.Devices.Commands;

/// <summary>Codes of answers, and what follows from a contract for questions.</summary>
internal static class MiotCodes
{
    /// <summary>Accepted, not finished.</summary>
    public const int Accepted = 1;

    /// <summary>True when the device can be asked for the value.</summary>
    public static bool IsReadable(this ContractProperty property) => (property.Access & PropertyAccess.Read) != 0;
}
