namespace IotHub.AzureEmulator.Connections;

/// <summary>The user name of a device: <c>{host}/{device}[/{module}]/?api-version=…&amp;…</c>.</summary>
internal sealed record UserName(string Host, string ClientId, IReadOnlyDictionary<string, string> Query)
{
    /// <summary>Null where it is none, or has no api-version.</summary>
    public static UserName? Parse(string? text)
    {
        if (text?.Split("/?", 2) is not [var path, var query])
        {
            return null;
        }

        var values = new Dictionary<string, string>();
        foreach (var item in query.Split('&'))
        {
            // Values such as the model id arrive as they are, others encoded; order is free.
            var equals = item.IndexOf('=', StringComparison.Ordinal);
            values[equals < 0 ? item : item[..equals]] = equals < 0 ? "" : Uri.UnescapeDataString(item[(equals + 1)..]);
        }

        return path.Split('/') is [var host, .. { Length: 1 or 2 } names] && values.TryGetValue("api-version", out var version) && version.Length > 0
            ? new UserName(host, string.Join('/', names), values)
            : null;
    }
}
