# Sets JAVA_HOME to a JDK of at least the major version that Graft needs, or explains how to install one.
# Sourced by ./graft and ./mvnw; POSIX shell, no output on success.

graft_jdk_major=25

# Prints the major version of the JDK in folder $1; fails where there is no JDK (a JRE has no javac).
graft_jdk_version() {
  [ -x "$1/bin/javac" ] || return 1
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
  fi
}

graft_jdk_fits() {
  [ -n "$1" ] || return 1
  graft_found=$(graft_jdk_version "$1") || return 1
  [ -n "$graft_found" ] && [ "$graft_found" -ge "$graft_jdk_major" ]
}

# Prints the home of the javac on the PATH, its links resolved.
graft_jdk_on_path() {
  graft_javac=$(command -v javac) || return 1
  while [ -L "$graft_javac" ]; do
    graft_link=$(readlink "$graft_javac")
    case $graft_link in
      /*) graft_javac=$graft_link ;;
      *) graft_javac=$(dirname "$graft_javac")/$graft_link ;;
    esac
  done
  dirname "$(dirname "$graft_javac")"
}

# Prints candidate homes, one a line, the first that fits wins.
graft_jdk_candidates() {
  printf '%s\n' "${JAVA_HOME:-}"
  graft_jdk_on_path || :
  printf '%s\n' "${SDKMAN_DIR:-$HOME/.sdkman}/candidates/java/current"
  ls -d "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/*/ "$HOME"/.jdks/*/ \
    /usr/lib/jvm/*/ /usr/lib64/jvm/*/ /usr/java/*/ /opt/java/*/ /opt/jdk*/ \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home/ \
    /Library/Java/JavaVirtualMachines/*/Contents/Home/ \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home/ \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home/ 2>/dev/null || :
}

graft_find_jdk() {
  graft_homes=$(graft_jdk_candidates)
  graft_old_ifs=$IFS
  IFS='
'
  for graft_home in $graft_homes; do
    graft_home=${graft_home%/}
    if graft_jdk_fits "$graft_home"; then
      IFS=$graft_old_ifs
      JAVA_HOME=$graft_home
      export JAVA_HOME
      return 0
    fi
  done
  IFS=$graft_old_ifs
  cat >&2 <<MESSAGE
graft: needs a JDK $graft_jdk_major or newer and found none in JAVA_HOME, on the PATH or in the usual folders.
Install one, for example:
  SDKMAN         sdk install java $graft_jdk_major-tem
  macOS          brew install openjdk@$graft_jdk_major
  Debian/Ubuntu  apt install openjdk-$graft_jdk_major-jdk      (or Temurin from adoptium.net)
  Fedora         dnf install java-$graft_jdk_major-openjdk-devel
or set JAVA_HOME to where it is.
MESSAGE
  return 1
}
