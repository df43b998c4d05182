using System.Security.Cryptography;

namespace IotHub.Api;

/// <summary>Where the API takes ids from: epochs of the log and commands whose sender gave none.</summary>
public interface IIdSource
{
    /// <summary>An id that was not given before: 16 lower-case hexadecimal digits or the like.</summary>
    string Next();
}

/// <summary>Ids from the system's random numbers: 64 bits, so that two of them never meet in a home.</summary>
internal sealed class RandomIdSource : IIdSource
{
    public string Next() => RandomNumberGenerator.GetHexString(16, lowercase: true);
}
