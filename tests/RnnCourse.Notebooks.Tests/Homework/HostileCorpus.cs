using System.Globalization;
using System.IO.Compression;
using System.Runtime.Versioning;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>Submissions made to harm: the grader, the machine, or the points of others. Each is one student of a class.
/// What sends signals first looks whether it is in a process namespace of its own.</summary>
[SupportedOSPlatform("linux")]
internal static class HostileCorpus
{
    private const string Alone = "if (Environment.ProcessId > 500) return null;\n";

    private const string C = """
        [System.Runtime.InteropServices.DllImport("libc")] static extern int kill(int pid, int signal);
        [System.Runtime.InteropServices.DllImport("libc")] static extern int getppid();
        [System.Runtime.InteropServices.DllImport("libc")] static extern int getpid();
        [System.Runtime.InteropServices.DllImport("libc")] static extern long write(int fd, byte[] bytes, long count);
        [System.Runtime.InteropServices.DllImport("libc")] static extern int close(int fd);
        [System.Runtime.InteropServices.DllImport("libc")] static extern int dup2(int from, int to);
        [System.Runtime.InteropServices.DllImport("libc")] static extern long ptrace(int request, int pid, long a, long b);
        [System.Runtime.InteropServices.DllImport("libc")] static extern int setsid();
        [System.Runtime.InteropServices.DllImport("libc")] static extern IntPtr malloc(long n);
        [System.Runtime.InteropServices.DllImport("libc")] static extern int unshare(int flags);
        [System.Runtime.InteropServices.DllImport("libc")] static extern void abort();

        """;

    private static string Sh(string script) =>
        $"System.Diagnostics.Process.Start(\"sh\", new[] {{ \"-c\", @\"{script.Replace("\"", "\"\"", StringComparison.Ordinal)}\" }});\n";

    private static string Frame(string length, string kind, params string[] fields) =>
        $"var f = new List<byte>(); void I(int x) => f.AddRange(BitConverter.GetBytes(x)); I({length}); I({kind}); "
        + $"I({fields.Length}); "
        + string.Concat(fields.Select(x => $"{{ var t = Encoding.UTF8.GetBytes({x}); I(t.Length); f.AddRange(t); }} "))
        + "for (var d = 3; d < 200; d++) write(d, f.ToArray(), f.Count);\n";

    private static string Outcome(string json)
    {
        const string Word = "\"outcome\"";
        return $"var j = {json};\n" + Frame($"8 + 4 + 7 + 4 + Encoding.UTF8.GetByteCount(j)", "5", Word, "j");
    }

    private static string Many(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static string Text(string code) => $"@\"{code.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Bodies of answers.</summary>
    internal static IEnumerable<(string Name, string Body)> Bodies()
    {
        string[] targets = ["getppid()", "1", "-1", "0", "getpid()", "-getppid()", "2", "3"];
        foreach (var target in targets)
            foreach (var signal in (int[])[9, 15, 19, 11])
                yield return ($"kill {target} {signal}", C + Alone + $"kill({target}, {signal}); return null;");
        yield return ("kill everybody", C + Alone + "for (var i = 1; i < 70000; i++) if (i != getpid()) kill(i, 9); "
            + "return null;");
        yield return ("kill everybody again and again", C + Alone
            + "while (true) for (var i = 1; i < 400; i++) if (i != getpid()) kill(i, 9);");
        foreach (var (name, script) in ((string, string)[])
        [
            ("fork bomb", "f(){ f|f& };f"), ("three hundred processes", "for i in $(seq 300); do sleep 60 & done; wait"),
            ("daemon", "setsid -f sleep 303; setsid -f sleep 304"), ("spinning daemon", "setsid -f sh -c 'while :; do :; done'"),
            ("child memory", "head -c 1500m /dev/zero | tail"), ("big file", "head -c 2000m /dev/zero > big"),
            ("many files", "for i in $(seq 30000); do : > f$i; done"), ("fills tmp", "cat /dev/zero > /tmp/x"),
            ("fills shm", "cat /dev/zero > /dev/shm/x"), ("mounts", "unshare -rm mount -t tmpfs t /answer"),
            ("reads shadow", "cat /etc/shadow /root/.bashrc"), ("core pattern", "echo '|/bin/sh' > /proc/sys/kernel/core_pattern"),
            ("sysrq", "echo b > /proc/sysrq-trigger"), ("kmsg", "echo x > /dev/kmsg"), ("disk", "dd if=/dev/vda of=/dev/null count=1"),
            ("chroot", "chroot / true"), ("nice", "renice -20 1"), ("umount", "umount -l /usr /proc /"),
        ])
            yield return (name, Sh(script) + "System.Threading.Thread.Sleep(500); return null;");
        foreach (var path in (string[])["mem", "environ", "maps", "cmdline", "fd/0", "root/etc/shadow", "cwd/x"])
            yield return ($"proc {path.Replace('/', ' ')}", "foreach (var p in System.IO.Directory.GetDirectories(\"/proc\")) try { "
                + $"System.IO.File.ReadAllBytes(p + \"/{path}\"); }} catch {{ }} return null;");
        foreach (var path in (string[])["/etc/x", "/usr/x", "/tmp/x", "/dev/x", "/dev/shm/x", "/mnt/x", "/var/x", "/run/x", "/x",
            "/proc/sys/vm/overcommit_memory", "/home/x", "/root/x"])
            yield return ($"writes {path.Replace('/', ' ')}",
                $"try {{ System.IO.File.WriteAllText(\"{path}\", \"1\"); return null; }} catch {{ }} return null;");
        foreach (var socket in (string[])["/run/docker.sock", "/run/dbus/system_bus_socket", "/tmp/.X11-unix/X0", "/run/user/0/bus"])
            yield return ($"socket {socket.Replace('/', ' ')}", "try { new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily."
                + "Unix, System.Net.Sockets.SocketType.Stream, 0).Connect(new System.Net.Sockets.UnixDomainSocketEndPoint("
                + $"\"{socket}\")); }} catch {{ }} return null;");
        for (var r = 0; r < 3; r++)
            yield return ($"ptrace {r}", C + $"for (var p = 1; p < 400; p++) ptrace({16 + r}, p, 0, 0); return null;");
        yield return ("own user namespace", C + "for (var i = 0; i < 32; i++) unshare(1 << i); return null;");

        // Forged messages.
        foreach (var (name, length, kind) in ((string, string, string)[])
            [("frame of no length", "0", "5"), ("frame of negative length", "-1", "5"), ("frame of 256 MB", "268435456", "5"),
                ("frame of 2 GB", "int.MaxValue", "5"), ("frame of another kind", "8", "77"), ("frame without fields", "8", "5")])
            yield return (name, C + Frame(length, kind) + "System.Threading.Thread.Sleep(300); return null;");
        foreach (var (name, json) in ((string, string)[])
        [
            ("same name twice", Text("{\"value\":1,\"value\":2,\"score\":100}")), ("no object", Text("[]")),
            ("empty", Text("{}")), ("null value", Text("{\"value\":null}")), ("problem is an object", Text("{\"problem\":{}}")),
            ("not JSON", Text("{")), ("passed", Text("{\"passed\":true,\"score\":100}")),
            ("huge matrix", Text("{\"value\":{\"rows\":2000000000,\"columns\":2000000000,\"data\":[]}}")),
            ("negative matrix", Text("{\"value\":{\"rows\":-1,\"columns\":-1,\"data\":[]}}")),
            ("long problem", "\"{\\\"problem\\\":\\\"\" + new string('P', 20000000) + \"\\\"}\""),
            ("long kind", "\"{\\\"kind\\\":\\\"\" + new string('K', 20000000) + \"\\\"}\""),
            ("long changed", "\"{\\\"value\\\":[[0]],\\\"changed\\\":\\\"\" + new string('C', 20000000) + \"\\\"}\""),
            ("deep JSON", "new string('[', 2000000)"), ("strange letters", "\"{\\\"problem\\\":\\\"\\u001b[31m\\u202e\\ufffe\\\"}\""),
            ("another's exception", Text("{\"problem\":\"it threw NotImplementedException: h2.delta\",\"kind\":\"NotImplementedException\"}")),
        ])
            yield return ($"forged {name}", C + Outcome(json) + "System.Threading.Thread.Sleep(300); return null;");
        yield return ("closes all", C + "for (var i = 0; i < 300; i++) close(i); return null;");
        yield return ("garbage in all", C + "var g = new byte[100000]; new Random(1).NextBytes(g); for (var i = 0; i < 300; i++) write(i, g, g.Length); return null;");
        yield return ("swaps descriptors", C + "for (var i = 3; i < 200; i++) dup2(0, i); return null;");

        // For the compiler.
        foreach (var (name, text) in ((string, string)[])
        [
            ("if bang", "#if " + Many("!", 99_000) + "A\n#endif\nreturn null;"), ("if parentheses", "#if " + Many("(", 290) + "A\n#endif\nreturn null;"),
            ("if and", "#if A" + Many(" && A", 15_000) + "\n#endif\nreturn null;"), ("if or", "#if A" + Many(" || !A", 14_000) + "\n#endif\nreturn null;"),
            ("if elif", "#if A\n" + Many("#elif A\n", 11_000) + "#endif\nreturn null;"), ("if if", Many("#if A\n", 9_000) + Many("#endif\n", 9_000) + "return null;"),
            ("bang", "var x = " + Many("!", 45_000) + "true; return null;"), ("minus", "var x = " + Many("- ", 45_000) + "1; return null;"),
            ("tilde", "var x = " + Many("~", 90_000) + "1; return null;"), ("plus", "var x = 1" + Many("+1", 45_000) + "; return null;"),
            ("cast", "var x = " + Many("(int)", 15_000) + "1; return null;"), ("ternary", "var x = " + Many("true ? 1 : ", 8_000) + "1; return null;"),
            ("dots", "var x = \"\"" + Many(".Trim()", 12_000) + "; return null;"), ("generics", "var x = default(" + Many("List<", 15_000) + "int" + Many(">", 15_000) + "); return null;"),
            ("arrays", "int" + Many("[]", 40_000) + " x = null; return null;"), ("lambda", "Func<int> x = " + Many("() => ", 15_000) + "1; return null;"),
            ("else", Many("if (h == null) {} else ", 4_000) + "{} return null;"), ("blocks", Many("{", 280) + Many("}", 280) + "return null;"),
            ("statements", Many(";", 99_000) + "return null;"), ("comment", "/*" + Many("*", 90_000)), ("string", "var s = \"" + Many("x", 90_000)),
            ("interpolation", "var s = " + Many("$\"{", 280) + "1" + Many("}\"", 280) + "; return null;"), ("nul", "\0\0\0return null;"),
            ("out of the method", "return null; } static Answers() { while (true) { } } static void F() {"),
            ("names", "int " + string.Join(",", Enumerable.Range(0, 12_000).Select(i => $"v{i.ToString(CultureInfo.InvariantCulture)}")) + "; return null;"),
            ("too long", Many("x", 120_000)), ("await", "await " + Many("await ", 10_000) + "null; return null;"),
            ("doubling", "const string a = \"xxxxxxxxxxxxxxxx\"; const string b = a+a+a+a+a+a+a+a; const string c = b+b+b+b+b+b+b+b; const string d = c+c+c+c+c+c+c+c; "
                + "const string e = d+d+d+d+d+d+d+d; const string f = e+e+e+e+e+e+e+e; const string g = f+f+f+f+f+f+f+f; return null;"),
        ])
            yield return ($"compiler {name}", text);

        // At run time.
        foreach (var (name, text) in ((string, string)[])
        [
            ("loop", "while (true) { }"), ("waits", "System.Threading.Thread.Sleep(-1); return null;"),
            ("deadlock", "var o = new object(); System.Threading.Monitor.Enter(o); System.Threading.Tasks.Task.Run(() => { lock (o) { } }).Wait(); return null;"),
            ("recursion", "int F(int n) => F(n + 1) + 1; F(0); return null;"), ("exit", "Environment.Exit(0); return null;"),
            ("exit 77", "Environment.Exit(77); return null;"), ("fail fast", "Environment.FailFast(\"x\"); return null;"),
            ("abort", C + "abort(); return null;"), ("memory", "var l = new List<byte[]>(); while (true) { var b = new byte[9000000]; Array.Fill(b, (byte)1); l.Add(b); }"),
            ("native memory", C + "while (true) { var p = malloc(9000000); for (var i = 0; i < 9000000; i += 4096) System.Runtime.InteropServices.Marshal.WriteByte(p, i, 1); }"),
            ("threads", "while (true) new System.Threading.Thread(() => System.Threading.Thread.Sleep(-1)).Start();"),
            ("thread throws", "new System.Threading.Thread(() => throw new Exception(\"x\")).Start(); System.Threading.Thread.Sleep(300); return null;"),
            ("on exit", "AppDomain.CurrentDomain.ProcessExit += (_, _) => { while (true) { } }; Environment.Exit(1); return null;"),
            ("flood", "while (true) Console.WriteLine(new string('x', 5000));"), ("error flood", "while (true) Console.Error.WriteLine(new string('x', 5000));"),
            ("raw flood", "var o = Console.OpenStandardError(); var b = new byte[100000]; while (true) o.Write(b);"),
            ("long message", "throw new Exception(new string('m', 50000000));"), ("message of control", "throw new Exception(\"\\u001b[2J\\u202e\\0\\ufffe\");"),
            ("segmentation", "System.Runtime.InteropServices.Marshal.WriteInt32((IntPtr)8, 1); return null;"),
        ])
            yield return ($"run {name}", text);
    }

    /// <summary>Files and folders that are odd.</summary>
    internal static void Files(string folder, string solved)
    {
        void Put(string path, string text)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        string[] json = ["", "{", "[]", "null", "1", "{\"cells\":null}", "{\"cells\":[null]}", "{\"cells\":[{}]}",
            "{\"cells\":[{\"cell_type\":1}]}", "{\"cells\":[{\"cell_type\":\"code\",\"source\":{}}]}", "{\"cells\":{},\"cells\":[]}",
            new string('[', 100_000), "{\"nbformat\":99999999999999999999}"];
        for (var i = 0; i < json.Length; i++) Put($"odd json {i}/H2.ipynb", json[i]);
        string[] names = ["=cmd|' /C calc'!A0", "+1", "-1", "@x", "a\nb", "\u202etxt", "e\u0301", "\u00e9", new string('n', 200), "con", "a;b",
            "<b>x</b>", "'quoted'", "\"quoted\"", "%2e%2e", "$(reboot)", "`reboot`"];
        foreach (var name in names) Put($"{name}/H2.dib", solved.Replace("p[t] - y[t]", "y[t]", StringComparison.Ordinal));
        Put("times.csv/H2.dib", solved.Replace("p[t] - y[t]", "y[t]", StringComparison.Ordinal));
        Put("binary/H2.dib", "\0\u0001\u0002#!csharp\n\0");
        Put("marks/H2.dib", string.Concat(Enumerable.Repeat("#!csharp\n//| exercise: h2.output   points: 3\n//| begin answer\n", 5000)));
        Directory.CreateDirectory(Path.Combine(folder, "unreadable"));
        Put("unreadable/H2.dib", "x");
        File.SetUnixFileMode(Path.Combine(folder, "unreadable", "H2.dib"), 0);
        Directory.CreateDirectory(Path.Combine(folder, "loop"));
        File.CreateSymbolicLink(Path.Combine(folder, "loop", "again"), folder);
        File.CreateSymbolicLink(Path.Combine(folder, "link.dib"), "/etc/shadow");
        System.Diagnostics.Process.Start("mkfifo", Path.Combine(folder, "fifo.dib")).WaitForExit();
        Directory.CreateDirectory(Path.Combine(folder, "bomb"));
        using var zip = ZipFile.Open(Path.Combine(folder, "bomb", "H2.zip"), ZipArchiveMode.Create);
        using var stream = zip.CreateEntry("../../../H2.dib").Open();
        var block = new byte[1 << 20];
        for (var i = 0; i < 70; i++) stream.Write(block);
    }
}
