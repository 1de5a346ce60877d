#include "phenoPickle.h"
#include "phenoLearnError.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>

namespace pheno::learn
{
namespace
{
using Kind = PickleValue::Kind;

PicklePointer
Make(Kind kind)
{
  const auto value = std::make_shared<PickleValue>();
  value->kind = kind;
  return value;
}

PicklePointer
MakeText(Kind kind, std::string text)
{
  const PicklePointer value = Make(kind);
  value->text = std::move(text);
  return value;
}

PicklePointer
MakeInteger(std::int64_t integer)
{
  const PicklePointer value = Make(Kind::Integer);
  value->integer = integer;
  return value;
}

std::vector<std::int64_t>
Integers(const PickleValue & list)
{
  std::vector<std::int64_t> integers;
  for (const PicklePointer & item : list.items)
  {
    integers.push_back(item->integer);
  }
  return integers;
}

/** Whether a strided view stays within `count` numbers, without overflow. */
bool
Fits(const std::vector<std::int64_t> & size,
     const std::vector<std::int64_t> & stride,
     std::int64_t                      offset,
     std::int64_t                      count)
{
  if (size.size() != stride.size() || offset < 0 || offset > count ||
      std::any_of(size.begin(), size.end(), [](std::int64_t length) { return length < 0; }))
  {
    return false;
  }
  if (std::find(size.begin(), size.end(), 0) != size.end())
  {
    return true;
  }
  std::int64_t left = count - offset - 1; // numbers behind the first
  for (std::size_t d = 0; d < size.size(); ++d)
  {
    if (size[d] > 1)
    {
      if (stride[d] < 0 || stride[d] > left / (size[d] - 1))
      {
        return false;
      }
      left -= stride[d] * (size[d] - 1);
    }
  }
  return left >= 0;
}

/** torch._utils._rebuild_tensor_v2(storage, offset, size, stride, ...). */
PicklePointer
RebuildTensor(const PickleValue & arguments)
{
  const auto & items = arguments.items;
  if (items.size() < 4 || items[0]->kind != Kind::Tensor)
  {
    throw LearnError("pickle: a tensor without its storage");
  }
  const std::vector<std::int64_t> size = Integers(*items[2]), stride = Integers(*items[3]);
  const std::int64_t              offset = items[1]->integer;
  if (!Fits(size, stride, offset, items[0]->tensor.numel()))
  {
    throw LearnError("pickle: a tensor is larger than its storage");
  }
  const PicklePointer value = Make(Kind::Tensor);
  value->tensor = items[0]->tensor.as_strided(size, stride, offset).contiguous();
  return value;
}

/** What calling a class or function with a tuple of arguments gives, as far as it is known here. */
PicklePointer
Call(const PickleValue & callable, const PickleValue & arguments)
{
  if (callable.text == "torch._utils _rebuild_tensor_v2")
  {
    return RebuildTensor(arguments);
  }
  const bool parameter =
    callable.text == "torch._utils _rebuild_parameter" || callable.text == "torch._utils _rebuild_parameter_with_state";
  if (parameter && !arguments.items.empty())
  {
    return arguments.items[0];
  }
  return Make(callable.text == "collections OrderedDict" ? Kind::Dictionary : Kind::Other);
}

/** The stack machine of a pickle. */
class Decoder
{
public:
  Decoder(std::string_view bytes, const StorageLoader & load)
    : m_Bytes(bytes)
    , m_Load(load)
  {}

  PicklePointer
  Run()
  {
    for (;;)
    {
      const char code = this->Take(1)[0];
      if (code == '.')
      {
        return this->Pop();
      }
      if (!this->RunValue(code) && !this->RunContainer(code) && !this->RunObject(code))
      {
        throw LearnError("pickle: operation " + std::to_string(static_cast<unsigned char>(code)) +
                         " is not one of torch.save's");
      }
    }
  }

private:
  std::string_view
  Take(std::size_t count)
  {
    if (count > m_Bytes.size() - m_At)
    {
      throw LearnError("pickle: it ends early");
    }
    m_At += count;
    return m_Bytes.substr(m_At - count, count);
  }

  /** A little-endian unsigned number. */
  std::uint64_t
  TakeNumber(std::size_t bytes)
  {
    std::uint64_t number = 0;
    std::size_t   shift = 0;
    for (const char byte : this->Take(bytes))
    {
      number |= static_cast<std::uint64_t>(static_cast<unsigned char>(byte)) << shift;
      shift += 8;
    }
    return number;
  }

  std::string
  TakeLine()
  {
    const std::size_t end = m_Bytes.find('\n', m_At);
    const auto        line = this->Take((end == std::string_view::npos ? m_Bytes.size() : end) - m_At);
    this->Take(1);
    return std::string(line);
  }

  /** Python's long: little-endian two's complement. */
  std::int64_t
  TakeLong()
  {
    const std::size_t bytes = this->TakeNumber(1);
    if (bytes > 8)
    {
      throw LearnError("pickle: an integer of more than 64 bits");
    }
    const std::uint64_t number = this->TakeNumber(bytes);
    const std::size_t   unused = 64 - 8 * bytes;
    return unused == 64 ? 0 : static_cast<std::int64_t>(number << unused) >> unused;
  }

  void
  Push(PicklePointer value)
  {
    m_Stack.push_back(std::move(value));
  }

  PicklePointer
  Pop()
  {
    if (m_Stack.empty())
    {
      throw LearnError("pickle: its stack is empty");
    }
    PicklePointer value = std::move(m_Stack.back());
    m_Stack.pop_back();
    return value;
  }

  std::vector<PicklePointer>
  PopSeveral(std::size_t count)
  {
    std::vector<PicklePointer> values;
    for (std::size_t i = 0; i < count; ++i)
    {
      values.push_back(this->Pop());
    }
    std::reverse(values.begin(), values.end());
    return values;
  }

  /** What lies above the last mark, which goes too. */
  std::vector<PicklePointer>
  PopToMark()
  {
    std::size_t count = 0;
    while (count < m_Stack.size() && m_Stack[m_Stack.size() - 1 - count]->kind != Kind::Mark)
    {
      ++count;
    }
    std::vector<PicklePointer> values = this->PopSeveral(count);
    this->Pop();
    return values;
  }

  void
  PushList(std::vector<PicklePointer> items)
  {
    const PicklePointer list = Make(Kind::List);
    list->items = std::move(items);
    this->Push(list);
  }

  void
  Extend(const std::vector<PicklePointer> & items)
  {
    const PicklePointer container = this->Pop();
    container->items.insert(container->items.end(), items.begin(), items.end());
    this->Push(container);
  }

  bool
  RunValue(char code)
  {
    switch (static_cast<unsigned char>(code))
    {
      case 0x80: // PROTO
        if (const std::uint64_t protocol = this->TakeNumber(1); protocol != 2)
        {
          throw LearnError("pickle: expected protocol 2, which torch.save writes, got " + std::to_string(protocol));
        }
        return true;
      case 'N':
        this->Push(Make(Kind::None));
        return true;
      case 0x88: // NEWTRUE
      case 0x89: // NEWFALSE
        this->Push(MakeInteger(static_cast<unsigned char>(code) == 0x88));
        return true;
      case 'K':
        this->Push(MakeInteger(static_cast<std::int64_t>(this->TakeNumber(1))));
        return true;
      case 'M':
        this->Push(MakeInteger(static_cast<std::int64_t>(this->TakeNumber(2))));
        return true;
      case 'J':
        this->Push(MakeInteger(static_cast<std::int32_t>(this->TakeNumber(4))));
        return true;
      case 0x8a: // LONG1
        this->Push(MakeInteger(this->TakeLong()));
        return true;
      case 'G':
        this->PushNumber();
        return true;
      case 'X':
        this->Push(MakeText(Kind::Text, std::string(this->Take(this->TakeNumber(4)))));
        return true;
      default:
        return false;
    }
  }

  void
  PushNumber()
  {
    std::uint64_t bits = 0;
    for (const char byte : this->Take(8)) // big-endian
    {
      bits = bits << 8 | static_cast<unsigned char>(byte);
    }
    const PicklePointer value = Make(Kind::Number);
    value->number = std::bit_cast<double>(bits);
    this->Push(value);
  }

  bool
  RunContainer(char code)
  {
    switch (static_cast<unsigned char>(code))
    {
      case '(':
        this->Push(Make(Kind::Mark));
        return true;
      case ']':
      case ')':
        this->PushList({});
        return true;
      case '}':
        this->Push(Make(Kind::Dictionary));
        return true;
      case 't':
        this->PushList(this->PopToMark());
        return true;
      case 0x85: // TUPLE1 to TUPLE3
      case 0x86:
      case 0x87:
        this->PushList(this->PopSeveral(static_cast<unsigned char>(code) - 0x84U));
        return true;
      case 'a':
        this->Extend(this->PopSeveral(1));
        return true;
      case 's':
        this->Extend(this->PopSeveral(2));
        return true;
      case 'e':
      case 'u':
        this->Extend(this->PopToMark());
        return true;
      default:
        return false;
    }
  }

  bool
  RunObject(char code)
  {
    switch (static_cast<unsigned char>(code))
    {
      case 'q':
        m_Memo[this->TakeNumber(1)] = this->Top();
        return true;
      case 'r':
        m_Memo[this->TakeNumber(4)] = this->Top();
        return true;
      case 'h':
        this->PushMemo(this->TakeNumber(1));
        return true;
      case 'j':
        this->PushMemo(this->TakeNumber(4));
        return true;
      case 'c':
      {
        const std::string module = this->TakeLine();
        this->Push(MakeText(Kind::Global, module + " " + this->TakeLine()));
        return true;
      }
      case 'Q':
      {
        const PicklePointer value = Make(Kind::Tensor);
        value->tensor = m_Load(*this->Pop());
        this->Push(value);
        return true;
      }
      case 'R':
      case 0x81: // NEWOBJ
      {
        const std::vector<PicklePointer> call = this->PopSeveral(2);
        this->Push(Call(*call[0], *call[1]));
        return true;
      }
      case 'b': // BUILD: attributes of an object, an ordered dictionary's _metadata for instance
        this->Pop();
        return true;
      default:
        return false;
    }
  }

  const PicklePointer &
  Top() const
  {
    if (m_Stack.empty())
    {
      throw LearnError("pickle: its stack is empty");
    }
    return m_Stack.back();
  }

  void
  PushMemo(std::uint64_t index)
  {
    const auto found = m_Memo.find(index);
    if (found == m_Memo.end())
    {
      throw LearnError("pickle: it refers to a value that is not there");
    }
    this->Push(found->second);
  }

  std::string_view                       m_Bytes;
  const StorageLoader &                  m_Load;
  std::size_t                            m_At = 0;
  std::vector<PicklePointer>             m_Stack;
  std::map<std::uint64_t, PicklePointer> m_Memo;
};
} // namespace

PicklePointer
ReadPickle(std::string_view bytes, const StorageLoader & load)
{
  return Decoder(bytes, load).Run();
}
} // namespace pheno::learn
