using System.Net;
using System.Net.Sockets;

namespace RnnCourse.Notebooks.Tests.Faults;

/// <summary>A server of this machine that takes connections and never says a word, or refuses them.</summary>
internal sealed class SilentServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    internal SilentServer(bool accepts)
    {
        _listener.Start();
        Address = $"{_listener.LocalEndpoint}";
        if (!accepts) _listener.Stop();
    }

    internal string Address { get; }

    public void Dispose() => _listener.Dispose();
}
