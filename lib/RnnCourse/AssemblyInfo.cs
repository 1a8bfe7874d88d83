using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("RnnCourse.Lessons")]
[assembly: InternalsVisibleTo("RnnCourse.Tests")]
