using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("RnnCourse.Tests")]
