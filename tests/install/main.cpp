// Uses the installed package as somebody else would: reads a file and says where its end is.

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "model/source.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: install_user SCENARIO\n";
    return 2;
  }
  std::ifstream in(argv[1], std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  if (text.empty()) {
    std::cerr << argv[1] << ": cannot be read\n";
    return 2;
  }
  const replisim::LineColumn end = replisim::line_column(text, text.size());
  std::cout << argv[1] << " ends at line " << end.line << ", column " << end.column << "\n";
  return end.line > 1 ? 0 : 1;
}
