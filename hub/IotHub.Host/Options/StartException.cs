namespace IotHub.Host.Options;

/// <summary>The hub cannot start; the message is one sentence that a householder can act on.</summary>
/// <param name="message">Names the thing, its value and what to do.</param>
/// <param name="inner">What lies behind it, for the log.</param>
internal sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
