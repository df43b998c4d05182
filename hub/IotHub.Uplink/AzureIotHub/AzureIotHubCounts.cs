namespace IotHub.Uplink.AzureIotHub;

/// <summary>What the uplink has done since it was made.</summary>
/// <param name="Connections">Connections that the service accepted.</param>
/// <param name="Failures">Attempts that failed or were refused.</param>
/// <param name="Renewals">Connections that were made anew for a new token.</param>
/// <param name="Lost">Connections that ended by the other side or the network.</param>
/// <param name="Provisionings">Times the provisioning service assigned a hub.</param>
/// <param name="Messages">Messages acknowledged.</param>
/// <param name="Events">Events in them.</param>
public sealed record AzureIotHubCounts(long Connections, long Failures, long Renewals, long Lost, long Provisionings, long Messages, long Events);
