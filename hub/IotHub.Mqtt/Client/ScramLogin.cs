using System.Text;

namespace IotHub.Mqtt.Client;

/// <summary>Signs in by SCRAM-SHA-256 (5.0): the password never leaves the client, and the server must prove that it knows it too.</summary>
/// <param name="UserName">1 to 256 characters.</param>
/// <param name="Password">Not empty; taken exactly as written.</param>
public sealed record ScramLogin(string UserName, string Password)
{
    // A record prints its members, and this one ends up in logs.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("UserName = ").Append(UserName);
        return true;
    }
}
