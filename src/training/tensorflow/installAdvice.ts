import * as l10n from '@vscode/l10n';

/** A sentence about installing TensorFlow on a platform: what npm downloads or compiles there. */
export function installAdvice(platform: NodeJS.Platform, arch: string): string {
  const system = `${platform} ${arch}`;
  switch (system) {
    case 'linux x64':
    case 'darwin x64':
      return l10n.t('npm downloads TensorFlow 2.9.1 and a prebuilt binding, about 150 MB.');
    case 'linux arm64':
      return l10n.t(
        'npm downloads TensorFlow 2.7, the newest version available for this processor, and compiles a binding: that needs Python, make and g++.',
      );
    case 'darwin arm64':
      return l10n.t(
        'npm downloads TensorFlow 2.7, the newest version available for Apple silicon, and may have to compile a binding: that needs the Xcode command line tools and Python.',
      );
    case 'win32 x64':
      return l10n.t(
        'npm downloads TensorFlow 2.9.1, but no prebuilt binding is published for this version, so it is compiled: that needs Python and the build tools of Visual Studio.',
      );
    default:
      return l10n.t('TensorFlow is not published for {0}; a folder with a build of your own can be chosen.', system);
  }
}
